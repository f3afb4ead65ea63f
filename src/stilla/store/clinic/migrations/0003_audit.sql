-- The log of who did what: every row carries the hash of the one before. Whoever acts can add rows in the own name only.

CREATE FUNCTION audit_row(account text, role text, action text, kind text, object text, outcome text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = stilla, pg_catalog, pg_temp AS $$
DECLARE
    row audit%ROWTYPE;
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('stilla.audit'));
    SELECT number, hash INTO last FROM audit ORDER BY number DESC LIMIT 1;
    row.number := coalesce(last.number, 0) + 1;
    row.at := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    row.account := account;
    row.role := role;
    row.action := action;
    row.kind := kind;
    row.object := object;
    row.outcome := outcome;
    row.previous := coalesce(last.hash, repeat('0', 64));
    -- No column may hold a bar, so that these words can be cut in one way only.
    row.hash := mark(concat_ws('|', row.previous, row.number::text, row.at, row.account, row.role,
        row.action, row.kind, row.object, row.outcome));
    INSERT INTO audit VALUES (row.*);
END $$;

CREATE FUNCTION audit_add(action text, kind text, object text, outcome text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT audit_row(
        CASE current_setting('role') WHEN 'stilla_owner' THEN 'console' ELSE coalesce(whose()::text, '') END,
        regexp_replace(current_setting('role'), '^stilla_', ''), action, kind, object, outcome)
$$;
REVOKE ALL ON FUNCTION audit_row(text, text, text, text, text, text), audit_add(text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_add(text, text, text, text)
    TO stilla_participant, stilla_clinician, stilla_key_holder, stilla_analyst, stilla_admin;
