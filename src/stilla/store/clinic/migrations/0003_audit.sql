-- The log of who did what: one function adds to it, nobody else, and every row carries the hash of the one before.

CREATE FUNCTION audit_add(action text, kind text, object text, outcome text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = stilla, pg_catalog, pg_temp AS $$
DECLARE
    row audit%ROWTYPE;
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('stilla.audit'));
    SELECT number, hash INTO last FROM audit ORDER BY number DESC LIMIT 1;
    row.number := coalesce(last.number, 0) + 1;
    row.at := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    row.role := regexp_replace(current_setting('role'), '^stilla_', '');
    row.account := CASE row.role WHEN 'owner' THEN 'console' ELSE coalesce(current_setting('stilla.account', true), '') END;
    row.action := action;
    row.kind := kind;
    row.object := object;
    row.outcome := outcome;
    row.previous := coalesce(last.hash, repeat('0', 64));
    -- No column may hold a bar, so that these words can be cut in one way only.
    row.hash := encode(sha256(convert_to(concat_ws('|', row.previous, row.number::text, row.at, row.account, row.role,
        row.action, row.kind, row.object, row.outcome), 'UTF8')), 'hex');
    INSERT INTO audit VALUES (row.*);
END $$;
REVOKE ALL ON FUNCTION audit_add(text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_add(text, text, text, text)
    TO stilla_participant, stilla_clinician, stilla_key_holder, stilla_analyst, stilla_admin, stilla_login;
