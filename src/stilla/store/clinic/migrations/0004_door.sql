-- The door. The server asks these and reads no account, password or session: to come in, what argon2 makes of the
-- password must be shown, and what is kept of it cannot be. Whatever happens here stands in the log.

CREATE FUNCTION salt_of(who text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT salt FROM credential JOIN account ON account.id = account WHERE name = who AND disabled IS NULL
$$;

-- A name that nobody has is not noted: it may be a password.
CREATE FUNCTION kept_out(who text, outcome text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    SELECT audit_row(number, 'login', 'login', 'account', number, outcome)
    FROM (SELECT coalesce((SELECT id::text FROM account WHERE name = who), '') AS number) AS found
    WHERE outcome IN ('failed', 'refused')
$$;

CREATE FUNCTION come_in(who text, shown text, browser text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
DECLARE
    number bigint;
BEGIN
    SELECT id INTO number FROM account JOIN credential ON account = id
    WHERE name = who AND disabled IS NULL AND proof = mark(shown);
    IF number IS NULL THEN
        PERFORM kept_out(who, 'failed');
        RETURN false;
    END IF;
    DELETE FROM session WHERE NOT lives(session);
    INSERT INTO session (token, account) VALUES (mark(browser), number);
    PERFORM audit_row(number::text, 'login', 'login', 'account', number::text, 'done');
    RETURN true;
END $$;

CREATE FUNCTION inside(browser text)
RETURNS TABLE (account bigint, name text, role text, must_change boolean, code text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = stilla, pg_catalog, pg_temp AS $$
    UPDATE session SET seen = now() FROM account, credential
    WHERE token = mark(browser) AND lives(session) AND session.account = account.id
      AND credential.account = account.id AND disabled IS NULL
    RETURNING account.id, account.name, account.role, credential.must_change, my_code(account.id)
$$;

CREATE FUNCTION leave(browser text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
    WITH gone AS (DELETE FROM session WHERE token = mark(browser) RETURNING account::text)
    SELECT audit_row(account, 'login', 'logout', 'account', account, 'done') FROM gone
$$;

CREATE FUNCTION change_password(browser text, shown text, new_salt text, new_proof text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = stilla, pg_catalog, pg_temp AS $$
DECLARE
    number text := coalesce((SELECT account::text FROM session WHERE token = mark(browser) AND lives(session)), '');
    done boolean;
BEGIN
    UPDATE credential SET salt = new_salt, proof = new_proof, must_change = false, changed = now()
    WHERE account::text = number AND proof = mark(shown)
      AND EXISTS (SELECT FROM account WHERE id = credential.account AND disabled IS NULL);
    done := FOUND;
    PERFORM audit_row(number, 'login', 'change-password', 'account', number, CASE WHEN done THEN 'done' ELSE 'failed' END);
    RETURN done;
END $$;

-- Another password, or an account shut or opened: every browser of it is outside.
CREATE FUNCTION out_with_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = stilla, pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM session WHERE session.account = CASE TG_TABLE_NAME WHEN 'account' THEN to_jsonb(NEW) ->> 'id'
        ELSE to_jsonb(NEW) ->> 'account' END::bigint;
    RETURN NULL;
END $$;
CREATE TRIGGER out_with_it AFTER UPDATE OF disabled ON account FOR EACH ROW EXECUTE FUNCTION out_with_it();
CREATE TRIGGER out_with_it AFTER UPDATE OF proof ON credential FOR EACH ROW EXECUTE FUNCTION out_with_it();

REVOKE ALL ON FUNCTION salt_of(text), kept_out(text, text), come_in(text, text, text), inside(text), leave(text),
    change_password(text, text, text, text), out_with_it() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION salt_of(text), kept_out(text, text), come_in(text, text, text), inside(text), leave(text),
    change_password(text, text, text, text) TO stilla_login;
