DROP INDEX tasks_of_team;
DROP TABLE assignments;
DROP TABLE team_changes;
