CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit table is append-only');
END;

CREATE TRIGGER audit_keeps_values BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit table is append-only');
END;
