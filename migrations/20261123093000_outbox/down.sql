DROP TABLE kept_mails, outbox;
