// Runs an ELM library (compiled CQL) over bundles with cql-execution: one line of JSON in for each person, one line out.
// Usage: node run.js library.json valuesets.json bundles.ndjson definitions.json > answers.ndjson
// The time goes to standard error: from bundles that are parsed already to answers, and the processor's seconds.
const fs = require("fs");
const cql = require("cql-execution");
const fhir = require("cql-exec-fhir");

const [library, valueSets, bundles, definitions] = process.argv.slice(2);
const read = (name) => JSON.parse(fs.readFileSync(name, "utf8"));
const wanted = read(definitions);
const parsed = fs.readFileSync(bundles, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

async function main() {
  const repository = new cql.Repository([]);
  const executor = new cql.Executor(new cql.Library(read(library), repository), new cql.CodeService(read(valueSets)));
  // One source for all: making it anew re-reads the model of FHIR each time.
  const source = fhir.PatientSource.FHIRv401({ shouldWarnAboutUnrecognizedProperties: false });
  const began = process.hrtime.bigint();
  const processor = process.cpuUsage();
  const answers = {};
  for (let first = 0; first < parsed.length; first += 100) {
    source.loadBundles(parsed.slice(first, first + 100));
    const results = (await executor.exec(source)).patientResults;
    for (const [id, found] of Object.entries(results)) {
      answers[id] = {
        true: wanted.filter((name) => found[name] === true),
        open: wanted.filter((name) => found[name] === null || found[name] === undefined),
      };
    }
    source.reset();
  }
  const used = process.cpuUsage(processor);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  for (const [id, found] of Object.entries(answers)) process.stdout.write(JSON.stringify([id, found]) + "\n");
  process.stderr.write(JSON.stringify({ people: parsed.length, seconds, processor: (used.user + used.system) / 1e6 }) + "\n");
}

main();
