DROP TABLE unsaved_pages;
