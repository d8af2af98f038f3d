DROP TABLE unsent_texts;
