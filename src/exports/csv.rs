//! Comma-separated values (RFC 4180), as the spreadsheets of their readers open them.

use crate::form::Cell;
use crate::web::Lang;
use crate::web::i18n::text;
use crate::{Error, Result};
use csv::{Terminator, Writer, WriterBuilder};

/// Who opens the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Someone, in a spreadsheet of this language: `;` and decimal commas in French.
    Person(Lang),
    /// A program: commas, dots, ISO 8601.
    Program,
}

/// A table that is being written, piece by piece.
pub struct Sheet {
    reader: Reader,
    writer: Writer<Vec<u8>>,
}

/// How a spreadsheet knows UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Sheet {
    pub fn new(reader: Reader) -> Self {
        let start = if reader == Reader::Program { "" } else { BYTE_ORDER_MARK };
        Self { reader, writer: writer(reader, start.into()) }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<()> {
        let fields = cells.into_iter().map(|cell| written(cell, self.reader));
        self.writer.write_record(fields).map_err(Error::internal)
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        let full = std::mem::replace(&mut self.writer, writer(self.reader, Vec::new()));
        full.into_inner().map_err(|error| Error::internal(error.to_string()))
    }
}

fn writer(reader: Reader, start: Vec<u8>) -> Writer<Vec<u8>> {
    let delimiter = if reader == Reader::Person(Lang::Fr) { b';' } else { b',' };
    WriterBuilder::new().delimiter(delimiter).terminator(Terminator::CRLF).flexible(true).from_writer(start)
}

fn written(cell: Cell, reader: Reader) -> String {
    let (day, minute) = match reader {
        Reader::Person(Lang::Fr) => ("%d/%m/%Y", "%d/%m/%Y %H:%M"),
        Reader::Person(_) => ("%Y-%m-%d", "%Y-%m-%d %H:%M"),
        Reader::Program => ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"),
    };
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if reader != Reader::Program && is_misread(&text) => format!("{FIGURE_SPACE}{text}"),
        Cell::Text(text) => harmless(text),
        Cell::Number(digits) if reader == Reader::Person(Lang::Fr) => digits.replace('.', ","),
        Cell::Number(digits) => digits,
        Cell::Date(date) => date.format(day).to_string(),
        Cell::Time(time) => time.format("%H:%M").to_string(),
        Cell::Moment(at) => at.format(minute).to_string(),
        Cell::Boolean(truth) => match reader {
            Reader::Person(lang) => text(lang, if truth { "form-yes" } else { "form-no" }, &[]),
            Reader::Program => truth.to_string(),
        },
    }
}

/// What stands before digits that are no quantity: a spreadsheet takes the cell for a text and shows all of them. An apostrophe
/// would be seen, `="…"` is a formula where formulas are read and a strange text elsewhere, a tab parts cells for some; a space
/// of this width is in no language a mark between thousands, and whoever trims a text takes it away.
const FIGURE_SPACE: char = '\u{2007}';

/// Digits that a spreadsheet shows of a number, at most, before it writes a power of ten.
const SHOWN: usize = 11;

/// Whether a spreadsheet would take a text for another number: a SIRET is shown as 7,33E+13, a postal code loses its zero.
fn is_misread(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let has_exponent = text.split_once(['e', 'E']).is_some_and(|(digits, power)| is_digits(digits) && is_digits(power));
    has_exponent || is_digits(text) && (text.len() > SHOWN || text.len() > 1 && text.starts_with('0'))
}

/// A spreadsheet runs a text that begins like a formula, full-width signs included: an apostrophe makes it a text again
/// (OWASP, « CSV Injection »).
fn harmless(text: String) -> String {
    let starts = text.starts_with(['\t', '\r', '\n']);
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if starts || formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, NaiveTime};

    fn cells() -> Vec<Cell> {
        let date = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let time = NaiveTime::from_hms_opt(14, 32, 5).unwrap();
        vec![
            Cell::Text("Zoé ; « N’Diaye », \"dite\"\nZ".to_owned()),
            Cell::Number("-1234.50".to_owned()),
            Cell::Date(date),
            Cell::Time(time),
            Cell::Moment(date.and_time(time)),
            Cell::Boolean(false),
            Cell::Empty,
        ]
    }

    fn row(reader: Reader) -> String {
        let mut sheet = Sheet::new(reader);
        sheet.row(cells()).unwrap();
        String::from_utf8(sheet.take().unwrap()).unwrap()
    }

    #[test]
    fn each_reader_gets_their_own_dialect() {
        assert_eq!(
            row(Reader::Person(Lang::Fr)),
            "\u{feff}\"Zoé ; « N’Diaye », \"\"dite\"\"\nZ\";-1234,50;01/03/2026;14:32;01/03/2026 14:32;Non;\r\n"
        );
        assert_eq!(
            row(Reader::Person(Lang::En)),
            "\u{feff}\"Zoé ; « N’Diaye », \"\"dite\"\"\nZ\",-1234.50,2026-03-01,14:32,2026-03-01 14:32,No,\r\n"
        );
        assert!(row(Reader::Program).ends_with("Z\",-1234.50,2026-03-01,14:32,2026-03-01T14:32:05,false,\r\n"));
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1+1", "+33", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u{a0}=1", "＝1"] {
            assert_eq!(harmless(text.to_owned()), format!("'{text}"));
        }
        for text in ["a=1", "12 rue", "'=1", "é"] {
            assert_eq!(harmless(text.to_owned()), text);
        }
    }

    #[test]
    fn digits_that_are_no_quantity_are_all_shown() {
        for reader in [Reader::Person(Lang::Fr), Reader::Person(Lang::En)] {
            for text in ["73282932000074", "01000", "253072B07300470", "12E4", "123456789012"] {
                let shown = written(Cell::Text(text.to_owned()), reader);
                let is_told = text != "253072B07300470";
                assert_eq!(shown.starts_with('\u{2007}'), is_told, "{text}");
                assert_eq!(shown.trim(), text, "whoever trims it has it back");
            }
            for text in ["0", "44000", "732829320", "E4", "12 E4", "Zoé", ""] {
                assert_eq!(written(Cell::Text(text.to_owned()), reader), text);
            }
        }
        assert_eq!(written(Cell::Text("73282932000074".to_owned()), Reader::Program), "73282932000074");
        assert_eq!(written(Cell::Number("123456789012345".to_owned()), Reader::Person(Lang::Fr)), "123456789012345");
    }

    #[test]
    fn pieces_follow_each_other() {
        let mut sheet = Sheet::new(Reader::Program);
        sheet.row([Cell::Boolean(true)]).unwrap();
        let first = sheet.take().unwrap();
        sheet.row([Cell::Boolean(false), Cell::Empty]).unwrap();
        assert_eq!([first, sheet.take().unwrap()].concat(), b"true\r\nfalse,\r\n");
    }
}
