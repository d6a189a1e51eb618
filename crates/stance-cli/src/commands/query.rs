//! `stance query`.

use crate::args::QueryArgs;

/// Prints what a SQLite file of `stance watch` says to SQL.
#[cfg(feature = "store")]
pub fn run(args: &QueryArgs) -> anyhow::Result<()> {
    use anyhow::Context;
    use stance_store::Reader;

    use crate::output::destination::Destination;
    use crate::output::queried::Queried;

    let named = || args.db.display().to_string();
    let reader = Reader::open(&args.db).with_context(named)?;
    let Some(sql) = args.sql.as_deref() else {
        let schema = reader.schema().with_context(named)?;
        let out = Destination::open_for_data(args.out.as_deref())?;
        return crate::output::write(schema.as_bytes(), out);
    };
    let sql = match sql {
        "-" => {
            let bytes = crate::input::source::bytes("-".as_ref())?;
            String::from_utf8(bytes).context("<stdin>: not valid UTF-8: give the SQL as UTF-8")?
        }
        sql => sql.to_owned(),
    };
    let mut rows = Queried::open(args.format, args.out.as_deref())?;
    reader.query(&sql, &mut rows)?;
    rows.finish()
}

/// Says that this program cannot.
#[cfg(not(feature = "store"))]
pub fn run(_: &QueryArgs) -> anyhow::Result<()> {
    Err(super::watch::not_built())
}
