DROP TABLE timers, files, messages, corrections, decisions, events, dossiers;
DROP FUNCTION refuse_change();
DROP SEQUENCE dossier_numbers;
