INSERT INTO units (name) VALUES ('第一分団');
