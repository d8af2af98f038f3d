//! The small part of JavaScript that forms of other products use for conditions and sums, read without ever running it.
//!
//! `show = data.a === 'x' && row.b > 2`, `value = data.a + data.b`, `if (…) { show = true; } else { show = false; }`. Anything
//! else is not understood, and the importer says so.

use serde_json::{Number, Value, json};

/// How deep an expression may nest, and how long a script may be.
const MAX_LEVELS: usize = 40;
const MAX_BYTES: usize = 20_000;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Literal(Value),
    /// `data.a.b`, `row['a']`
    Path(Vec<String>),
    List(Vec<Expression>),
    Not(Box<Expression>),
    Minus(Box<Expression>),
    Binary(&'static str, Box<Expression>, Box<Expression>),
    Choice(Box<Expression>, Box<Expression>, Box<Expression>),
    /// A function, with the path that names it: `parseInt`, `data.a.includes`, `_.sum`
    Call(Vec<String>, Vec<Expression>),
    /// A method of a list that is written out: `['a', 'b'].includes(…)`
    Method(Box<Expression>, String, Vec<Expression>),
}

/// The value that a script gives to a variable, if it is understood.
pub(super) fn assigned(script: &str, variable: &str) -> Option<Expression> {
    let tokens = tokens(script)?;
    let mut parser = Parser { tokens: &tokens, at: 0, level: 0 };
    let value = parser.statements(variable)?;
    if parser.at == tokens.len() { value } else { None }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Number(Number),
    Sign(&'static str),
}

/// The longest first.
const SIGNS: [&str; 29] = [
    "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "?.", "=", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[",
    "]", "{", "}", ".", ",", ";", "?", ":",
];

fn tokens(script: &str) -> Option<Vec<Token>> {
    if script.len() > MAX_BYTES {
        return None;
    }
    let (mut rest, mut found) = (script.trim_start(), Vec::new());
    while let Some(first) = rest.chars().next() {
        let (token, length) = if let Some(comment) = comment(rest) {
            (None, comment)
        } else if first == '\'' || first == '"' {
            let (text, length) = text(rest, first)?;
            (Some(Token::Text(text)), length)
        } else if first.is_ascii_digit() {
            let length = rest.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(rest.len());
            (Some(Token::Number(serde_json::from_str(&rest[..length]).ok()?)), length)
        } else if first.is_alphabetic() || first == '_' || first == '$' {
            let is_part = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
            let length = rest.find(|char: char| !is_part(char)).unwrap_or(rest.len());
            (Some(Token::Name(rest[..length].to_owned())), length)
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            // What may be missing is blank anyway.
            (Some(Token::Sign(if *sign == "?." { "." } else { sign })), sign.len())
        };
        found.extend(token);
        rest = rest[length..].trim_start();
    }
    Some(found)
}

fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    rest.starts_with("/*").then(|| rest.find("*/").map_or(rest.len(), |end| end + 2))
}

/// A text between two quotes, and its length with them.
fn text(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => text.push(chars.next()?.1),
            char if char == quote => return Some((text, at + 1)),
            char => text.push(char),
        }
    }
    None
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    level: usize,
}

/// Operators of two operands, the loosest first.
const LEVELS: [&[&str]; 6] =
    [&["||"], &["&&"], &["===", "!==", "==", "!="], &["<=", ">=", "<", ">"], &["+", "-"], &["*", "/", "%"]];

impl Parser<'_> {
    fn is(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Sign(found)) if *found == sign)
    }

    fn take(&mut self, sign: &str) -> Option<()> {
        self.is(sign).then(|| self.at += 1)
    }

    fn is_name(&self, name: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Name(found)) if found == name)
    }

    /// Statements up to a brace or the end. The last value counts. `Some(None)` when none is given.
    #[expect(clippy::option_option, reason = "understood or not, and then assigned or not")]
    fn statements(&mut self, variable: &str) -> Option<Option<Expression>> {
        self.level += 1;
        if self.level > MAX_LEVELS {
            return None;
        }
        let mut value = None;
        while self.at < self.tokens.len() && !self.is("}") {
            if self.take(";").is_some() {
                continue;
            }
            value = if self.is_name("if") {
                Some(self.condition(variable, value)?)
            } else {
                Some(self.assignment(variable)?)
            };
        }
        self.level -= 1;
        Some(value)
    }

    /// `show = …` or `return …`
    fn assignment(&mut self, variable: &str) -> Option<Expression> {
        if self.is_name("return") {
            self.at += 1;
            return self.expression();
        }
        if !self.is_name(variable) {
            return None;
        }
        self.at += 1;
        self.take("=")?;
        self.expression()
    }

    /// `if (…) { … } else { … }`; without an `else`, the value stays what it was.
    fn condition(&mut self, variable: &str, before: Option<Expression>) -> Option<Expression> {
        self.at += 1;
        self.take("(")?;
        let test = self.expression()?;
        self.take(")")?;
        let then = self.block(variable)?;
        let otherwise = if self.is_name("else") {
            self.at += 1;
            if self.is_name("if") { self.condition(variable, before)? } else { self.block(variable)? }
        } else {
            before.unwrap_or(Expression::Literal(Value::Bool(false)))
        };
        Some(Expression::Choice(Box::new(test), Box::new(then), Box::new(otherwise)))
    }

    fn block(&mut self, variable: &str) -> Option<Expression> {
        if self.take("{").is_none() {
            let value = self.assignment(variable)?;
            let _ = self.take(";");
            return Some(value);
        }
        let value = self.statements(variable)??;
        self.take("}")?;
        Some(value)
    }

    fn expression(&mut self) -> Option<Expression> {
        self.level += 1;
        if self.level > MAX_LEVELS {
            return None;
        }
        let test = self.binary(0)?;
        let found = if self.take("?").is_some() {
            let then = self.expression()?;
            self.take(":")?;
            Expression::Choice(Box::new(test), Box::new(then), Box::new(self.expression()?))
        } else {
            test
        };
        self.level -= 1;
        Some(found)
    }

    fn binary(&mut self, level: usize) -> Option<Expression> {
        let Some(signs) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        while let Some(sign) = signs.iter().find(|sign| self.is(sign)) {
            self.at += 1;
            left = Expression::Binary(sign, Box::new(left), Box::new(self.binary(level + 1)?));
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<Expression> {
        self.level += 1;
        if self.level > MAX_LEVELS {
            return None;
        }
        let found = if self.take("!").is_some() {
            Expression::Not(Box::new(self.unary()?))
        } else if self.take("-").is_some() {
            Expression::Minus(Box::new(self.unary()?))
        } else if self.take("+").is_some() {
            self.unary()?
        } else {
            self.primary()?
        };
        self.level -= 1;
        Some(found)
    }

    fn primary(&mut self) -> Option<Expression> {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Text(text) => Some(Expression::Literal(Value::from(text))),
            Token::Number(number) => Some(Expression::Literal(Value::Number(number))),
            Token::Sign("(") => {
                let inner = self.expression()?;
                self.take(")")?;
                Some(inner)
            }
            Token::Sign("[") => {
                let list = Expression::List(self.arguments("]")?);
                if self.take(".").is_none() {
                    return Some(list);
                }
                let Some(Token::Name(method)) = self.tokens.get(self.at).cloned() else { return None };
                self.at += 1;
                self.take("(")?;
                Some(Expression::Method(Box::new(list), method, self.arguments(")")?))
            }
            Token::Name(name) => self.named(name),
            Token::Sign(_) => None,
        }
    }

    fn named(&mut self, name: String) -> Option<Expression> {
        match name.as_str() {
            "true" => return Some(Expression::Literal(json!(true))),
            "false" => return Some(Expression::Literal(json!(false))),
            "null" | "undefined" => return Some(Expression::Literal(Value::Null)),
            "new" | "function" | "typeof" | "await" => return None,
            _ => {}
        }
        let mut path = vec![name];
        loop {
            if self.take(".").is_some() {
                let Some(Token::Name(name)) = self.tokens.get(self.at).cloned() else { return None };
                self.at += 1;
                path.push(name);
            } else if self.take("[").is_some() {
                let Some(Token::Text(name)) = self.tokens.get(self.at).cloned() else { return None };
                self.at += 1;
                self.take("]")?;
                path.push(name);
            } else if self.take("(").is_some() {
                let call = Expression::Call(path, self.arguments(")")?);
                // What a call gives is not looked into.
                return if self.is(".") || self.is("[") { None } else { Some(call) };
            } else {
                return Some(Expression::Path(path));
            }
        }
    }

    fn arguments(&mut self, end: &str) -> Option<Vec<Expression>> {
        let mut found = Vec::new();
        while self.take(end).is_none() {
            found.push(self.expression()?);
            if self.take(",").is_none() && !self.is(end) {
                return None;
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(names: &[&str]) -> Expression {
        Expression::Path(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn conditions_are_read() {
        let equal = |left, right: &str| {
            Expression::Binary("===", Box::new(left), Box::new(Expression::Literal(Value::from(right))))
        };
        assert_eq!(assigned("show = data.a['b'] === \"x\";", "show"), Some(equal(path(&["data", "a", "b"]), "x")));
        let both = "// why\nshow=\r\n(row.a === 'x') && /* and */ !row?.b;";
        let not = Expression::Not(Box::new(path(&["row", "b"])));
        let expected = Expression::Binary("&&", Box::new(equal(path(&["row", "a"]), "x")), Box::new(not));
        assert_eq!(assigned(both, "show"), Some(expected));
    }

    #[test]
    fn statements_are_read() {
        let choice = assigned("if (data.a) { show = true; } else { show = false }", "show");
        assert!(matches!(choice, Some(Expression::Choice(..))));
        assert!(matches!(assigned("show = false; if (data.a) show = true;", "show"), Some(Expression::Choice(..))));
        assert!(matches!(assigned("value = data.a + parseInt(row.b) * 2", "value"), Some(Expression::Binary("+", ..))));
        assert!(assigned("show = ['a', 'b'].includes(data.x)", "show").is_some());
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for script in [
            "",
            "show",
            "show = ",
            "var x = 1; show = x",
            "show = data.a => 1",
            "show = (data.a",
            "show = data.a)",
            "show = data.a.filter(function (x) { return x; })",
            "show = 'open",
            "valid = data.a",
            "show = a(1).b",
            "show = `x`",
            "fetch('x'); show = true",
        ] {
            assert_eq!(assigned(script, "show"), None, "{script}");
        }
        assert_eq!(assigned(&format!("show = {}1", "(".repeat(5_000)), "show"), None);
        assert_eq!(assigned(&format!("show = {}a", "!".repeat(5_000)), "show"), None);
    }
}
