CREATE TABLE units (name TEXT NOT NULL);
--> statement-breakpoint
CREATE TRIGGER units_stay BEFORE DELETE ON units BEGIN SELECT RAISE(ABORT, 'units stay'); SELECT 1; END;
