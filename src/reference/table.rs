//! A list that an official brings: a CSV file with a line of column names, whose first column is the key.

use super::LIMIT;
use super::index::{Index, Terms};
use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Bytes of a file, at most.
const MAX_BYTES: usize = 5_000_000;
/// Lines of a file, at most.
const MAX_ROWS: usize = 50_000;
/// Faults that are told: one often makes a thousand.
const MAX_FAULTS: usize = 20;

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has more than 5 MB or 50,000 lines.
    TooLarge,
    /// It is not UTF-8, or a line has not the cells that the first one names.
    Malformed {
        line: u64,
    },
    /// It has no line of names, or no line under it.
    Empty,
    /// Two columns have the same name, or one has none.
    Column {
        name: String,
    },
    KeyMissing {
        line: u64,
    },
    KeyDuplicate {
        line: u64,
        key: String,
    },
}

/// The lines of a file, searched by what they are called and by their key.
#[derive(Debug)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<StringRecord>,
    by_key: HashMap<String, usize>,
    index: Index,
}

impl Table {
    /// Reads a file: UTF-8, cells parted by what parts the names (`;`, `,` or a tab). `label` is the column by which people
    /// know an entry; the key when it is none of them.
    pub fn parse(bytes: &[u8], label: &str) -> Result<Self, Vec<Fault>> {
        if bytes.len() > MAX_BYTES {
            return Err(vec![Fault::TooLarge]);
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = ReaderBuilder::new().delimiter(delimiter(bytes)).trim(csv::Trim::All).from_reader(bytes);
        let columns: Vec<String> = reader.headers().map_err(malformed)?.iter().map(str::to_owned).collect();
        let (mut rows, mut by_key, mut faults) = (Vec::new(), HashMap::new(), Vec::new());
        for record in reader.records() {
            match record {
                Err(error) => faults.extend(malformed(error)),
                Ok(_) if rows.len() == MAX_ROWS => faults.push(Fault::TooLarge),
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    let key = record.get(0).unwrap_or_default().to_owned();
                    if key.is_empty() {
                        faults.push(Fault::KeyMissing { line });
                    } else if by_key.insert(key.clone(), rows.len()).is_some() {
                        faults.push(Fault::KeyDuplicate { line, key });
                    }
                    rows.push(record);
                }
            }
            if faults.len() >= MAX_FAULTS || faults.last() == Some(&Fault::TooLarge) {
                break;
            }
        }
        let twice = |(n, name): &(usize, &String)| name.is_empty() || columns[..*n].contains(name);
        faults.extend(columns.iter().enumerate().find(twice).map(|(_, name)| Fault::Column { name: name.clone() }));
        if faults.is_empty() && rows.is_empty() {
            faults.push(Fault::Empty);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let shown = columns.iter().position(|name| name == label).unwrap_or(0);
        let terms = rows.iter().map(|row| Terms {
            names: vec![row.get(shown).unwrap_or_default().to_owned()],
            aliases: row.get(0).filter(|_| shown > 0).map(str::to_owned).into_iter().collect(),
            numbers: row.get(0).into_iter().collect(),
            ..Terms::default()
        });
        let index = Index::of(terms);
        Ok(Self { columns, rows, by_key, index })
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The entry of a key, as an object of its cells.
    pub fn get(&self, key: &str) -> Option<Value> {
        self.by_key.get(key).map(|n| self.entry(*n))
    }

    /// The entries that a text may mean, best first, at most [`LIMIT`]: beginnings of words, whatever the accents, or a key.
    pub fn search(&self, typed: &str) -> Vec<Value> {
        let exact = self.by_key.get(typed.trim()).copied();
        let found = self.index.search(typed).into_iter().filter(|n| Some(*n) != exact);
        exact.into_iter().chain(found).take(LIMIT).map(|n| self.entry(n)).collect()
    }

    /// The one entry that a text names: its key, or what only it is called.
    pub fn only(&self, typed: &str) -> Option<Value> {
        self.get(typed.trim()).or_else(|| self.index.only(typed).map(|n| self.entry(n)))
    }

    fn entry(&self, n: usize) -> Value {
        let cells = self.columns.iter().cloned().zip(self.rows[n].iter().map(Value::from));
        Value::Object(cells.collect::<Map<_, _>>())
    }
}

fn delimiter(bytes: &[u8]) -> u8 {
    let names = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| names.iter().filter(|byte| **byte == delimiter).count();
    // The last of equals: most French files have semicolons.
    [b',', b'\t', b';'].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b';')
}

fn malformed(error: csv::Error) -> Vec<Fault> {
    vec![Fault::Malformed { line: error.position().map_or(1, csv::Position::line) }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SCHOOLS: &str = "uai;nom;commune\r\n0440001M;École des Marronniers;Nantes\r\n0440002N;\"École \"\"Jean Moulin\"\"; annexe\";Vertou\r\n";

    #[test]
    fn a_list_is_searched_by_its_names_and_its_keys() {
        let table = Table::parse(SCHOOLS.as_bytes(), "nom").unwrap();
        assert_eq!(table.columns(), ["uai", "nom", "commune"]);
        let marronniers = json!({"uai": "0440001M", "nom": "École des Marronniers", "commune": "Nantes"});
        assert_eq!(table.get("0440001M"), Some(marronniers.clone()));
        assert_eq!(table.search("ecole marr"), std::slice::from_ref(&marronniers));
        assert_eq!(table.search("0440001m"), std::slice::from_ref(&marronniers));
        assert_eq!(table.search("ecole").len(), 2);
        assert_eq!(table.only("ÉCOLE DES MARRONNIERS"), Some(marronniers));
        assert_eq!((table.only("ecole"), table.only("")), (None, None));
        assert_eq!(table.search("moulin")[0]["nom"], json!("École \"Jean Moulin\"; annexe"));
    }

    #[test]
    fn separators_and_marks_of_spreadsheets_are_taken() {
        for text in ["\u{feff}a,b\n1,2\n", "a\tb\n1\t2\n", "a;b\n 1 ; 2 \n", "a;b\n1;2"] {
            assert_eq!(
                Table::parse(text.as_bytes(), "").unwrap().get("1"),
                Some(json!({"a": "1", "b": "2"})),
                "{text}"
            );
        }
        assert!(Table::parse(b"cle\nun\ndeux\n", "").unwrap().get("deux").is_some(), "a single column");
    }

    #[test]
    fn every_fault_has_its_line() {
        let faults = |bytes: &[u8]| Table::parse(bytes, "").unwrap_err();
        assert_eq!(
            faults(b"a;b\n1;2\n;3\n1;4\n"),
            [Fault::KeyMissing { line: 3 }, Fault::KeyDuplicate { line: 4, key: "1".into() }]
        );
        assert_eq!(faults(b"a;b\n1\n"), [Fault::Malformed { line: 2 }]);
        assert_eq!(faults(b"a;b\n\xe9;1\n"), [Fault::Malformed { line: 2 }]);
        assert_eq!(faults(b"a;a\n1;2\n"), [Fault::Column { name: "a".into() }]);
        assert_eq!(faults(b"a;b\n"), [Fault::Empty]);
        assert_eq!(faults(&vec![b'a'; MAX_BYTES + 1]), [Fault::TooLarge]);
        let long = (0..=MAX_ROWS).fold("a\n".to_owned(), |text, n| text + &n.to_string() + "\n");
        assert_eq!(faults(long.as_bytes()), [Fault::TooLarge]);
        assert_eq!(faults("a\n".repeat(1000).as_bytes()).len(), MAX_FAULTS);
    }
}
