-- What a clinic keeps. A row that says what happened is added and never changed.

CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
    role text NOT NULL CHECK (role IN ('participant', 'key-holder', 'clinician', 'analyst', 'admin')),
    made timestamptz NOT NULL DEFAULT now(),
    disabled timestamptz,
    UNIQUE (id, role)
);
COMMENT ON TABLE account IS 'Who may come in. One role for good: whoever has two duties has two accounts.';

CREATE TABLE credential (
    account bigint PRIMARY KEY REFERENCES account,
    salt text NOT NULL CHECK (salt ~ '^argon2id[$]m=[0-9]+,t=[0-9]+,p=[0-9]+[$][0-9a-f]{32,}$'),
    proof text NOT NULL CHECK (proof ~ '^[0-9a-f]{64}$'),
    must_change boolean NOT NULL DEFAULT true,
    changed timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN credential.proof IS 'SHA-256 of what argon2 makes of the password: who reads it cannot show it.';

CREATE TABLE attempt (
    who text NOT NULL CHECK (who ~ '^[0-9a-f]{64}$'),
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attempt_of ON attempt (who, at);
COMMENT ON COLUMN attempt.who IS 'SHA-256 of a name or an address that was tried.';

CREATE TABLE session (
    token text PRIMARY KEY CHECK (token ~ '^[0-9a-f]{64}$'),
    account bigint NOT NULL REFERENCES account,
    seen timestamptz NOT NULL DEFAULT now(),
    ends timestamptz NOT NULL DEFAULT now() + interval '10 hours'
);
COMMENT ON COLUMN session.token IS 'SHA-256 of what the server shows, which is the SHA-256 of what the browser holds.';

CREATE FUNCTION mark(shown text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(shown, 'UTF8')), 'hex')
$$;
COMMENT ON FUNCTION mark IS 'What is kept instead of what somebody shows.';

CREATE FUNCTION lives(browser session) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT browser.ends > now() AND browser.seen > now() - interval '30 minutes'
$$;

CREATE FUNCTION new_code(prefix text) RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT prefix || '-' || upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 12))
$$;

CREATE TABLE person (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE DEFAULT new_code('P'),
    made timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE assignment (
    account bigint NOT NULL,
    role text NOT NULL CHECK (role IN ('participant', 'key-holder', 'clinician')),
    person bigint NOT NULL REFERENCES person,
    made timestamptz NOT NULL DEFAULT now(),
    ended timestamptz,
    PRIMARY KEY (account, person),
    FOREIGN KEY (account, role) REFERENCES account (id, role)
);
COMMENT ON TABLE assignment IS 'Whose facts an account may meet: a participant is that person, the others are assigned.';
CREATE UNIQUE INDEX one_participant_of ON assignment (person) WHERE role = 'participant';
CREATE UNIQUE INDEX one_person_of ON assignment (account) WHERE role = 'participant';

CREATE TABLE identity (
    person bigint PRIMARY KEY REFERENCES person,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200)
);

CREATE TABLE facts (
    person bigint NOT NULL REFERENCES person,
    number integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    account bigint NOT NULL REFERENCES account,
    document jsonb NOT NULL,
    PRIMARY KEY (person, number)
);

CREATE TABLE trial (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE DEFAULT new_code('T'),
    person bigint NOT NULL UNIQUE REFERENCES person
);
COMMENT ON COLUMN trial.code IS 'What analysts see; clinicians see the code of the person.';

CREATE TABLE protocol (trial bigint PRIMARY KEY REFERENCES trial, content bytea NOT NULL);
CREATE TABLE commitment (trial bigint PRIMARY KEY REFERENCES trial, content bytea NOT NULL);
CREATE TABLE trial_key (trial bigint PRIMARY KEY REFERENCES trial, locked bytea NOT NULL);
COMMENT ON TABLE trial_key IS 'The secret of a trial behind the passphrase of its key-holder: never in the open.';

CREATE TABLE opening (
    trial bigint NOT NULL REFERENCES trial,
    emergency boolean NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    account bigint NOT NULL REFERENCES account,
    sequence smallint[] NOT NULL,
    PRIMARY KEY (trial, emergency)
);

CREATE TABLE event (
    trial bigint NOT NULL REFERENCES trial,
    number integer NOT NULL,
    at text NOT NULL,
    local text NOT NULL,
    zone text NOT NULL,
    body text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    kind text NOT NULL GENERATED ALWAYS AS (body::jsonb ->> 'kind') STORED,
    PRIMARY KEY (trial, number)
);

CREATE TABLE answer (
    trial bigint PRIMARY KEY REFERENCES trial,
    document jsonb NOT NULL,
    summary bytea
);

CREATE TABLE audit (
    number bigint PRIMARY KEY CHECK (number > 0),
    at text NOT NULL,
    account text NOT NULL CHECK (account ~ '^([0-9]{1,18}|console|)$'),
    role text NOT NULL CHECK (role ~ '^[a-z_-]{1,40}$'),
    action text NOT NULL CHECK (action ~ '^[a-z-]{1,40}$'),
    kind text NOT NULL CHECK (kind ~ '^[a-z-]{1,40}$'),
    object text NOT NULL CHECK (object ~ '^([PT]-[0-9A-F]{12}|[0-9]{1,18}|)$'),
    outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'invalid', 'failed')),
    previous text NOT NULL,
    hash text NOT NULL UNIQUE
);
COMMENT ON TABLE audit IS 'Who did what, when. Its columns have no room for words, so none about health can stand here.';

-- What was added stays as it is, also for whoever owns the tables.
CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or taken out', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE each text;
BEGIN
    FOREACH each IN ARRAY ARRAY['facts', 'protocol', 'commitment', 'trial_key', 'opening', 'event', 'answer', 'audit'] LOOP
        EXECUTE format('CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION kept()', each);
        EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I EXECUTE FUNCTION kept()', each);
    END LOOP;
END $$;
