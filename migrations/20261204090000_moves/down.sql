DROP INDEX dossiers_running;
DROP TABLE moves;
