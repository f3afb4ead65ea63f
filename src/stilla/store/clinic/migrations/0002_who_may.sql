-- Who may see and do what. The server connects as one login that may do nothing but become one of these roles for one
-- transaction; `stilla.session` shows for whom. Only somebody whose browser is inside can be shown: what is kept of a
-- session cannot be shown itself, and no role that serves pages can make one without the password (0004).

CREATE FUNCTION whose() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT account FROM session WHERE token = mark(current_setting('stilla.session', true))
$$;

CREATE FUNCTION me() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT account.id FROM session JOIN account ON account.id = session.account
    JOIN credential ON credential.account = account.id
    WHERE token = mark(current_setting('stilla.session', true)) AND lives(session)
      AND disabled IS NULL AND NOT must_change
      AND 'stilla_' || replace(role, '-', '_') = current_setting('role')
$$;

CREATE FUNCTION my_people() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT person FROM assignment WHERE account = me() AND ended IS NULL
$$;

CREATE FUNCTION my_trials() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT id FROM trial WHERE person IN (SELECT my_people())
$$;

CREATE FUNCTION is_over(which bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM event
        WHERE trial = which
          AND (kind = 'stopped'
               OR (kind = 'opened' AND coalesce((body::jsonb ->> 'emergency')::boolean, false))
               OR (kind = 'started'
                   AND (body::jsonb ->> 'first_night')::date - 1
                       + coalesce((body::jsonb ->> 'periods')::integer, 8) * coalesce((body::jsonb ->> 'nights')::integer, 21)
                       <= (now() AT TIME ZONE zone)::date))
    )
$$;
COMMENT ON FUNCTION is_over IS 'Whether no night of the trial is left. What is not said in `started` is the default of the diary.';

CREATE FUNCTION is_opened(which bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM opening WHERE trial = which)
$$;

-- The end of a diary, for whoever may add to it without reading it.
CREATE FUNCTION diary_end(which bigint) RETURNS TABLE (number integer, at text, local text, zone text, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT number, at, local, zone, hash FROM event
    WHERE trial = which AND which IN (SELECT my_trials()) ORDER BY number DESC LIMIT 1
$$;

CREATE FUNCTION hold_diary(which bigint) RETURNS void LANGUAGE sql VOLATILE
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock(hashtext('stilla.diary'), which::integer)
$$;

CREATE FUNCTION event_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
DECLARE
    last record;
BEGIN
    PERFORM hold_diary(NEW.trial);
    SELECT number, hash INTO last FROM event WHERE trial = NEW.trial ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.previous <> coalesce(last.hash, repeat('0', 64)) THEN
        RAISE EXCEPTION 'an entry follows the last one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.hash <> encode(sha256(convert_to(format(
        '{"at":"%s","body":%s,"local":"%s","number":%s,"previous":"%s","zone":"%s"}',
        NEW.at, NEW.body, NEW.local, NEW.number, NEW.previous, NEW.zone), 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'an entry carries its own hash' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follows BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_follows();

-- What analysts see: nights by number, no dates, no words, no accounts; the arm only where the seal has been opened.
CREATE VIEW pooled_night WITH (security_barrier) AS
WITH night AS (
    SELECT DISTINCT ON (trial, body::jsonb ->> 'night')
        trial, (body::jsonb ->> 'night')::date AS night, body::jsonb AS said,
        count(*) OVER (PARTITION BY trial, body::jsonb ->> 'night') - 1 AS replaced
    FROM event WHERE kind = 'night' ORDER BY trial, body::jsonb ->> 'night', number DESC
), dose AS (
    SELECT DISTINCT ON (trial, body::jsonb ->> 'night')
        trial, (body::jsonb ->> 'night')::date AS night, body::jsonb ->> 'taken' AS taken
    FROM event WHERE kind = 'dose' ORDER BY trial, body::jsonb ->> 'night', number DESC
), begun AS (
    SELECT trial, (body::jsonb ->> 'first_night')::date AS first FROM event WHERE kind = 'began'
), started AS (
    SELECT trial, (body::jsonb ->> 'first_night')::date AS first,
        coalesce((body::jsonb ->> 'periods')::integer, 8) AS periods,
        coalesce((body::jsonb ->> 'nights')::integer, 21) AS nights
    FROM event WHERE kind = 'started'
), answered AS (
    SELECT coalesce(night.trial, dose.trial) AS trial, coalesce(night.night, dose.night) AS night,
        night.said, night.replaced, dose.taken
    FROM night FULL JOIN dose ON night.trial = dose.trial AND night.night = dose.night
), placed AS (
    SELECT answered.*, night - begun.first + 1 AS number,
        CASE WHEN started.trial IS NULL OR night < started.first THEN 0
             WHEN (night - started.first) / started.nights < started.periods
             THEN (night - started.first) / started.nights + 1 END AS period
    FROM answered JOIN begun USING (trial) LEFT JOIN started USING (trial)
)
SELECT trial.code AS trial, placed.number AS night, placed.period,
    (said ->> 'score')::integer AS score, coalesce((said ->> 'cannot')::boolean, false) AS cannot,
    coalesce((said ->> 'recalled')::boolean, false) AS recalled, coalesce(replaced, 0)::integer AS replaced, taken,
    (said ->> 'sleep_minutes')::integer AS sleep_minutes, (said ->> 'latency_minutes')::integer AS latency_minutes,
    (said ->> 'awakenings')::integer AS awakenings, (said ->> 'tiredness')::integer AS tiredness,
    CASE sequence[placed.period] WHEN 1 THEN 'active' WHEN 0 THEN 'placebo' END AS arm
FROM placed JOIN trial ON trial.id = placed.trial
LEFT JOIN (SELECT DISTINCT ON (trial) trial, sequence FROM opening) AS opened ON opened.trial = placed.trial
WHERE (SELECT me()) IS NOT NULL;

CREATE VIEW pooled_answer WITH (security_barrier) AS
SELECT trial.code AS trial, said ->> 'verdict' AS verdict,
    (said -> 'effect' ->> 'mean')::double precision AS mean, (said -> 'effect' ->> 'sd')::double precision AS sd,
    (said -> 'effect' ->> 'lo')::double precision AS lo, (said -> 'effect' ->> 'hi')::double precision AS hi,
    (said ->> 'p_benefit')::double precision AS p_benefit, (said ->> 'p_mid')::double precision AS p_mid,
    (said ->> 'p_harm')::double precision AS p_harm, (said ->> 'mid')::double precision AS mid
FROM (SELECT trial, document -> 'answer' AS said FROM answer) AS given JOIN trial ON trial.id = given.trial
WHERE (SELECT me()) IS NOT NULL;

-- Nothing is anybody's that is not said below.
REVOKE ALL ON ALL TABLES IN SCHEMA stilla FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA stilla FROM PUBLIC;
GRANT USAGE ON SCHEMA stilla TO
    stilla_participant, stilla_clinician, stilla_key_holder, stilla_analyst, stilla_admin, stilla_login;
GRANT EXECUTE ON FUNCTION me(), my_people(), my_trials(), is_over(bigint), is_opened(bigint), new_code(text)
    TO stilla_participant, stilla_clinician, stilla_key_holder, stilla_analyst, stilla_admin;
GRANT EXECUTE ON FUNCTION diary_end(bigint), hold_diary(bigint)
    TO stilla_participant, stilla_clinician, stilla_key_holder;

DO $$
DECLARE each text;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'stilla' AND tablename <> 'version' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', each);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', each);
    END LOOP;
END $$;

-- The owner: what the functions above look at, and the console of whoever runs the server. Never the keys.
CREATE POLICY owner ON account TO stilla_owner USING (true);
CREATE POLICY owner ON credential TO stilla_owner USING (true);
CREATE POLICY owner ON session TO stilla_owner USING (true);
CREATE POLICY owner ON assignment TO stilla_owner USING (true);
CREATE POLICY owner ON person TO stilla_owner USING (true);
CREATE POLICY owner ON trial FOR SELECT TO stilla_owner USING (true);
CREATE POLICY owner ON event FOR SELECT TO stilla_owner USING (true);
CREATE POLICY owner ON opening FOR SELECT TO stilla_owner USING (true);
CREATE POLICY owner ON answer FOR SELECT TO stilla_owner USING (true);
CREATE POLICY owner ON audit TO stilla_owner USING (true);

-- The door: what was tried. The rest it asks of the functions of 0004.
GRANT SELECT, INSERT, DELETE ON attempt TO stilla_login;
CREATE POLICY door ON attempt TO stilla_login USING (true);

CREATE FUNCTION my_code(who bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT code FROM person JOIN assignment ON person = person.id
    WHERE account = who AND role = 'participant' AND ended IS NULL
$$;
REVOKE ALL ON FUNCTION my_code(bigint) FROM PUBLIC;

-- Everybody sees the own account.
GRANT SELECT ON account TO stilla_participant, stilla_clinician, stilla_key_holder, stilla_analyst;
CREATE POLICY own ON account FOR SELECT TO stilla_participant, stilla_clinician, stilla_key_holder, stilla_analyst
    USING (id = (SELECT me()));

-- Administrators: accounts and who is assigned to whom, by codes.
GRANT SELECT, INSERT (name, role), UPDATE (disabled) ON account TO stilla_admin;
GRANT SELECT (account), INSERT, UPDATE (salt, proof, must_change, changed) ON credential TO stilla_admin;
GRANT SELECT, INSERT (code) ON person TO stilla_admin;
GRANT SELECT, INSERT (account, role, person), UPDATE (ended) ON assignment TO stilla_admin;
CREATE POLICY admin ON account TO stilla_admin USING ((SELECT me()) IS NOT NULL);
CREATE POLICY admin ON credential TO stilla_admin USING ((SELECT me()) IS NOT NULL);
CREATE POLICY admin ON person TO stilla_admin USING ((SELECT me()) IS NOT NULL);
CREATE POLICY admin ON assignment TO stilla_admin USING ((SELECT me()) IS NOT NULL);
GRANT SELECT ON audit TO stilla_admin;
CREATE POLICY admin ON audit FOR SELECT TO stilla_admin USING ((SELECT me()) IS NOT NULL);

-- Participants and clinicians: the person, what is known, the diary, the answer.
GRANT SELECT ON person, identity, facts, protocol, commitment, opening, event, answer
    TO stilla_participant, stilla_clinician;
-- Not its code, under which analysts see it.
GRANT SELECT (id, person) ON trial TO stilla_participant, stilla_clinician, stilla_key_holder;
GRANT INSERT (person, number, account, document) ON facts TO stilla_participant, stilla_clinician;
GRANT INSERT (person) ON trial TO stilla_participant, stilla_clinician;
GRANT INSERT (trial, content) ON protocol TO stilla_clinician;
GRANT INSERT (trial, number, at, local, zone, body, previous, hash) ON event
    TO stilla_participant, stilla_clinician, stilla_key_holder;
GRANT INSERT ON answer TO stilla_participant, stilla_clinician;
GRANT INSERT, UPDATE (name) ON identity TO stilla_clinician;
CREATE POLICY own ON person FOR SELECT TO stilla_participant, stilla_clinician, stilla_key_holder
    USING (id IN (SELECT my_people()));
CREATE POLICY own ON identity TO stilla_participant, stilla_clinician USING (person IN (SELECT my_people()));
CREATE POLICY own ON facts FOR SELECT TO stilla_participant, stilla_clinician USING (person IN (SELECT my_people()));
CREATE POLICY add ON facts FOR INSERT TO stilla_participant, stilla_clinician
    WITH CHECK (person IN (SELECT my_people()) AND account = (SELECT me()));
CREATE POLICY own ON trial FOR SELECT TO stilla_participant, stilla_clinician, stilla_key_holder
    USING (person IN (SELECT my_people()));
CREATE POLICY add ON trial FOR INSERT TO stilla_participant, stilla_clinician
    WITH CHECK (person IN (SELECT my_people()));
CREATE POLICY own ON protocol FOR SELECT TO stilla_participant, stilla_clinician, stilla_key_holder
    USING (trial IN (SELECT my_trials()));
CREATE POLICY add ON protocol FOR INSERT TO stilla_clinician WITH CHECK (trial IN (SELECT my_trials()));
CREATE POLICY own ON commitment FOR SELECT TO stilla_participant, stilla_clinician, stilla_key_holder
    USING (trial IN (SELECT my_trials()));
CREATE POLICY own ON opening FOR SELECT TO stilla_participant, stilla_clinician, stilla_key_holder
    USING (trial IN (SELECT my_trials()));
CREATE POLICY own ON answer FOR SELECT TO stilla_participant, stilla_clinician USING (trial IN (SELECT my_trials()));
CREATE POLICY add ON answer FOR INSERT TO stilla_participant, stilla_clinician
    WITH CHECK (trial IN (SELECT my_trials()) AND is_opened(trial));
CREATE POLICY own ON event FOR SELECT TO stilla_participant, stilla_clinician USING (trial IN (SELECT my_trials()));
CREATE POLICY write ON event FOR INSERT TO stilla_participant
    WITH CHECK (trial IN (SELECT my_trials()) AND kind <> 'opened' AND (kind <> 'answered' OR is_opened(trial)));
CREATE POLICY answered ON event FOR INSERT TO stilla_clinician
    WITH CHECK (trial IN (SELECT my_trials()) AND kind = 'answered' AND is_opened(trial));

-- Key-holders: the allocation, and of the diary only what tells whether the trial runs.
GRANT SELECT ON person, protocol, commitment, trial_key, opening, event TO stilla_key_holder;
GRANT INSERT (trial, content) ON commitment TO stilla_key_holder;
GRANT INSERT ON trial_key TO stilla_key_holder;
GRANT INSERT (trial, emergency, account, sequence) ON opening TO stilla_key_holder;
CREATE POLICY own ON trial_key FOR SELECT TO stilla_key_holder USING (trial IN (SELECT my_trials()));
CREATE POLICY add ON trial_key FOR INSERT TO stilla_key_holder WITH CHECK (trial IN (SELECT my_trials()));
CREATE POLICY add ON commitment FOR INSERT TO stilla_key_holder WITH CHECK (trial IN (SELECT my_trials()));
CREATE POLICY add ON opening FOR INSERT TO stilla_key_holder
    WITH CHECK (trial IN (SELECT my_trials()) AND account = (SELECT me()) AND (emergency OR is_over(trial)));
CREATE POLICY runs ON event FOR SELECT TO stilla_key_holder
    USING (trial IN (SELECT my_trials()) AND kind IN ('started', 'stopped', 'opened', 'guess'));
CREATE POLICY opened ON event FOR INSERT TO stilla_key_holder
    WITH CHECK (trial IN (SELECT my_trials()) AND kind = 'opened');

GRANT SELECT ON pooled_night, pooled_answer TO stilla_analyst;
