DROP TABLE opinion_links;
