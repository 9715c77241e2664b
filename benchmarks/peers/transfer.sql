-- A minimal hand-written transfer function with W's rules: what a ledger in SQL can reach.
CREATE TABLE account(id int PRIMARY KEY, balance bigint NOT NULL, day int NOT NULL DEFAULT -1, used int NOT NULL DEFAULT 0) WITH (fillfactor = 50);
CREATE TABLE event(seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, cmd bigint NOT NULL, day int NOT NULL, sender int NOT NULL, receiver int NOT NULL, amount bigint NOT NULL);
CREATE FUNCTION transfer(c bigint, d int, s int, r int, a bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE x account;
BEGIN
  IF a > 200000 THEN RETURN 'amount_cap'; END IF;
  PERFORM 1 FROM account WHERE id IN (s, r) ORDER BY id FOR UPDATE;
  SELECT * INTO x FROM account WHERE id = s;
  IF x.day = d AND x.used >= 3 THEN RETURN 'count_cap'; END IF;
  IF x.balance < a THEN RETURN 'insufficient'; END IF;
  UPDATE account SET balance = balance - a, used = CASE WHEN day = d THEN used + 1 ELSE 1 END, day = d WHERE id = s;
  UPDATE account SET balance = balance + a WHERE id = r;
  INSERT INTO event(cmd, day, sender, receiver, amount) VALUES (c, d, s, r, a);
  RETURN 'accepted';
END $$;
CREATE FUNCTION transfer_batch(c bigint[], d int[], s int[], r int[], a bigint[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE out text[] := '{}';
BEGIN
  FOR i IN 1 .. cardinality(c) LOOP out := out || transfer(c[i], d[i], s[i], r[i], a[i]); END LOOP;
  RETURN out;
END $$;
INSERT INTO account(id, balance) SELECT g, 2000000 FROM generate_series(0, 9999) g;
