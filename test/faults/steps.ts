/** Versions of a store that never was, each step with places where the process can be killed. */
export const places = ['2 begun', '2 half', '3 begun', '3 half', '3 done'] as const

export const steps = [
  `CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
   INSERT INTO notes (text)
     WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 2000)
     SELECT 'note ' || n FROM count;`,
  `SELECT reached('2 begun'); ALTER TABLE notes ADD COLUMN length INTEGER;
   UPDATE notes SET length = length(text) WHERE id < 1000; SELECT reached('2 half');
   UPDATE notes SET length = length(text);`,
  `SELECT reached('3 begun'); CREATE TABLE longer (id INTEGER PRIMARY KEY, text TEXT, length INTEGER);
   INSERT INTO longer SELECT * FROM notes; SELECT reached('3 half');
   DROP TABLE notes; ALTER TABLE longer RENAME TO notes; SELECT reached('3 done');`,
]
