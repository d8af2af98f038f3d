DROP TABLE sessions, account_tokens, accounts;
