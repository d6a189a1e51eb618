//! SQL reads everything and writes nothing.

mod common;

use std::fs;

use common::{document, file, store};
use stance_store::{Error, Reader, Rows, Value};

/// What a query gave, each value as Rust shows it.
#[derive(Default)]
struct Taken {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows for Taken {
    type Error = Error;

    fn columns(&mut self, names: &[&str]) -> Result<(), Error> {
        self.columns = names.iter().map(|name| (*name).to_owned()).collect();
        Ok(())
    }

    fn row(&mut self, values: &[Value<'_>]) -> Result<(), Error> {
        let shown = values.iter().map(|value| format!("{value:?}"));
        self.rows.push(shown.collect());
        Ok(())
    }
}

fn with_reader(check: impl FnOnce(&Reader, &std::path::Path)) {
    let (folder, path, mut store, model) = store();
    let text = "We stay.\nWe may stay.";
    store
        .add(model, &file("a", text), &[document("a", text)])
        .expect("added");
    drop(store);
    let before = fs::read(&path).expect("the store");
    check(&Reader::open(&path).expect("a reader"), folder.path());
    assert!(
        fs::read(&path).expect("the store") == before,
        "it is as it was"
    );
    let there = fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(there, 1, "nothing was made beside it");
}

fn ask(reader: &Reader, sql: &str) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    reader.query(sql, &mut taken).map(|()| taken)
}

#[test]
fn values_come_as_the_kinds_they_are() {
    with_reader(|reader, _| {
        let sql = "-- kinds\nSELECT NULL AS n, 9223372036854775807, 0.1, 'ä''🤝', x'00ff', 9e999;\n-- end\n";
        let taken = ask(reader, sql).expect("a row");
        assert_eq!(taken.columns[0], "n");
        let wanted = [
            "Null",
            "Integer(9223372036854775807)",
            "Real(0.1)",
            "Text(\"ä'🤝\")",
            "Blob([0, 255])",
            "Real(inf)",
        ];
        assert_eq!(taken.rows, [wanted]);
    });
}

#[test]
fn the_view_has_a_row_a_statement() {
    with_reader(|reader, _| {
        let sql =
            "SELECT date, holder, party, alliance, label, p, text, document, model FROM stances";
        let taken = ask(reader, sql).expect("rows");
        assert_eq!(taken.rows.len(), 2);
        let wanted = [
            "Text(\"2024-11-05\")",
            "Text(\"Japan\")",
            "Null",
            "Text(\"US-Japan\")",
            "Text(\"hedging\")",
            "Real(0.5)",
            "Text(\"We stay.\")",
            "Text(\"a\")",
            "Text(\"fast\")",
        ];
        assert_eq!(taken.rows[0], wanted);
    });
}

#[test]
fn whatever_reads_is_answered() {
    with_reader(|reader, _| {
        for sql in [
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT sum(i) FROM n",
            "VALUES (1), (2)",
            "EXPLAIN QUERY PLAN SELECT * FROM stances",
            "SELECT name FROM pragma_table_info('statements')",
            "PRAGMA table_info(statements)",
            "PRAGMA integrity_check",
            "SELECT label, count(*), avg(p) FROM stances GROUP BY label HAVING count(*) > 1",
            "SELECT strftime('%Y', date) FROM stances WHERE text LIKE '%stay%'",
        ] {
            let taken = ask(reader, sql).unwrap_or_else(|why| panic!("{sql}: {why}"));
            assert!(!taken.rows.is_empty(), "{sql}");
        }
    });
}

#[test]
fn whatever_would_write_is_refused() {
    with_reader(|reader, folder| {
        let elsewhere = folder.join("elsewhere.db");
        let elsewhere = elsewhere.display();
        for sql in [
            "DELETE FROM statements",
            "DELETE FROM statements RETURNING id",
            "UPDATE statements SET p = 1",
            "INSERT INTO models (name, checksum) VALUES ('x', 'y') RETURNING id",
            "DROP TABLE statements",
            "DROP VIEW stances",
            "CREATE TABLE mine (a)",
            "CREATE TEMP TABLE mine AS SELECT * FROM stances",
            "CREATE TEMP VIEW mine AS SELECT 1",
            "ALTER TABLE models RENAME TO others",
            "REINDEX",
            "ANALYZE",
            "VACUUM",
            &format!("VACUUM INTO '{elsewhere}'"),
            &format!("ATTACH '{elsewhere}' AS other"),
            "DETACH main",
            "BEGIN",
            "BEGIN EXCLUSIVE",
            "COMMIT",
            "SAVEPOINT a",
            "PRAGMA query_only = OFF",
            "PRAGMA query_only(0)",
            "PRAGMA writable_schema = ON",
            "PRAGMA journal_mode = WAL",
            "PRAGMA user_version = 7",
            "PRAGMA application_id = 7",
            "PRAGMA locking_mode = EXCLUSIVE",
            "PRAGMA optimize",
            "EXPLAIN DELETE FROM statements",
        ] {
            let refused = ask(reader, sql).map(|taken| taken.rows);
            assert!(
                matches!(refused, Err(Error::NotAQuery)),
                "{sql}: {refused:?}"
            );
        }
        let failed = ask(reader, "SELECT load_extension('x')").map(|taken| taken.rows);
        assert!(failed.is_err(), "{failed:?}");
    });
}

#[test]
fn one_statement_at_a_time() {
    with_reader(|reader, _| {
        for sql in [
            "SELECT 1; SELECT 2",
            "SELECT 1; DELETE FROM models",
            "SELECT 1; nonsense",
        ] {
            let refused = ask(reader, sql).map(|taken| taken.rows);
            assert!(
                matches!(refused, Err(Error::SeveralStatements)),
                "{sql}: {refused:?}"
            );
        }
        for sql in ["", " \n", ";", "-- nothing"] {
            let refused = ask(reader, sql).map(|taken| taken.rows);
            assert!(
                matches!(refused, Err(Error::NoStatement)),
                "{sql:?}: {refused:?}"
            );
        }
    });
}

#[test]
fn an_error_says_where_in_the_sql_it_is() {
    with_reader(|reader, _| {
        for (sql, said) in [
            ("SELEC 1", "line 1, column 1: near \"SELEC\""),
            (
                "SELECT text,\n  'ä', labl FROM stances",
                "line 2, column 8: no such column: labl",
            ),
            ("SELECT * FROM nowhere", "no such table: nowhere"),
            ("SELECT (1", "incomplete input"),
        ] {
            let why = ask(reader, sql).err().expect("an error").to_string();
            assert!(why.contains(said), "`{said}` not in: {why}");
        }
        let why = ask(reader, "SELECT abs(-9223372036854775807 - 1)").err();
        let why = why.expect("an overflow").to_string();
        assert!(why.contains("integer overflow"), "{why}");
    });
}

#[test]
fn the_schema_explains_itself_and_makes_the_same_tables() {
    with_reader(|reader, _| {
        let schema = reader.schema().expect("a schema");
        let again = rusqlite::Connection::open_in_memory().expect("a database");
        again.execute_batch(&schema).expect("it is SQL");
        let tables: i64 = again
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table'",
                [],
                |row| row.get(0),
            )
            .expect("a count");
        assert_eq!(tables, 9);
        assert!(schema.contains("CREATE VIEW stances"), "{schema}");
        assert!(schema.contains("-- YYYY-MM-DD"), "{schema}");
    });
}
