-- The statements of a submission, with the same values in the same order. Words in capitals are filled in by the bench.
-- Who asks: outside the transaction.
SELECT s.id, s.state, s.last_seen_at, a.id, a.email, a.given_name, a.family_name, a.language, a.administrator,
       EXISTS (SELECT FROM group_members m WHERE m.account_id = a.id),
       EXISTS (SELECT FROM officials o WHERE o.account_id = a.id)
FROM sessions s LEFT JOIN accounts a ON a.id = s.account_id
WHERE s.key_hash = 'HASH'::bytea AND s.expires_at > now();
\set n :n + 1
BEGIN;
SELECT * FROM dossiers
WHERE applicant_id = 'APPLICANT' AND number = '2024-' || lpad((:client_id * 10000 + :n)::text, 6, '0') || '-0'
LIMIT 1 FOR UPDATE;
WITH first AS (UPDATE dossiers
SET state = 'en_construction', phase = 'submitted', snapshot = 'SNAPSHOT', rev = 1, head = 'HASH'::bytea, answers = 'ANSWERS',
    draft = NULL, group_id = 'GROUP', submitted_at = now(), decided_at = NULL, updated_at = now()
WHERE number = '2024-' || lpad((:client_id * 10000 + :n)::text, 6, '0') || '-0')
INSERT INTO events (dossier_id, seq, at, actor_id, command, key, content, hash)
SELECT id, 1, now(), applicant_id, 'deposer', 'key-' || :n::text, 'CONTENT', 'HASH'::bytea
FROM dossiers WHERE number = '2024-' || lpad((:client_id * 10000 + :n)::text, 6, '0') || '-0';
INSERT INTO outbox (id, dedup_key, kind, payload, run_at, created_at)
VALUES (gen_random_uuid(), 'dossier-2024-' || :client_id::text || '-' || :n::text || '-depot-applicant', 'notify', 'PAYLOAD', now(), now()),
       (gen_random_uuid(), 'dossier-2024-' || :client_id::text || '-' || :n::text || '-nouveau_dossier-instructor', 'notify', 'PAYLOAD', now(), now())
ON CONFLICT (dedup_key) DO NOTHING;
COMMIT;
