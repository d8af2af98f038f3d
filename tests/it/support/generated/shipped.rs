//! Questions of the types that the product ships: composite values, and what a list or a map answers.

use super::Scalar;
use crate::support::dice::Dice;
use guichet::form::Files;
use serde_json::{Value, json};

/// The list that a reference searches: two of its entries bear one name.
const LIST: &str =
    "uai;nom;commune\n1A;École des Marronniers;Nantes\n2B;École Jean Moulin;Vertou\n3C;École Jean Moulin;Angers\n";
const LIST_NAME: &str = "ecoles.csv";

/// The files that generated forms name.
pub fn files() -> Files {
    Files::from([(LIST_NAME.to_owned(), LIST.as_bytes().to_vec())])
}

/// A question of a shipped type.
pub fn any(dice: &mut Dice<'_>) -> Scalar {
    let (name, more, pool) = match dice.below(8) {
        0 => ("file", json!({}), vec![file(1), file(2)]),
        1 => ("address", json!({}), addresses()),
        2 => ("commune", json!({}), communes()),
        3 => ("country", json!({}), vec![json!("DE"), json!("FR"), json!("CD")]),
        4 => ("departement", json!({}), vec![json!("35"), json!("2A"), json!("974")]),
        5 => ("bank-account", json!({}), accounts()),
        6 => map(dice),
        _ => ("reference", json!({"reference": {"file": LIST_NAME, "label": "/nom"}}), entries()),
    };
    let mut schema = json!({"$ref": format!("../types/{name}.json")});
    schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Scalar { schema, options: json!({}), pool }
}

fn file(n: u8) -> Value {
    let id = format!("0199a5c4-7c1e-7a10-8000-00000000000{n}");
    json!({"id": id, "name": format!("pièce {n}.pdf"), "size": 1200, "type": "application/pdf"})
}

/// In France the commune is told by the rest; abroad there is none.
fn addresses() -> Vec<Value> {
    vec![
        json!({"street": "2 rue de l’Hôtel-de-Ville", "postal_code": "44000", "city": "Nantes", "commune": "44109"}),
        json!({"street": "1 place Flagey", "complement": "Bte 3", "postal_code": "1050", "city": "Ixelles", "country": "Belgique"}),
    ]
}

fn communes() -> Vec<Value> {
    vec![
        json!({"code": "44109", "name": "Nantes", "postal_code": "44000", "departement": "44", "region": "52", "epci": "244400404"}),
        json!({"code": "44215", "name": "Vertou", "postal_code": "44120", "departement": "44", "region": "52", "epci": "244400404"}),
    ]
}

fn accounts() -> Vec<Value> {
    vec![json!({"holder": "Zoé N’Diaye", "iban": "FR1420041010050500013M02606", "bic": "PSSTFRPPNTE"})]
}

fn map(dice: &mut Dice<'_>) -> (&'static str, Value, Vec<Value>) {
    let point = |at: [f64; 2], label: &str| {
        let geometry = json!({"type": "Point", "coordinates": at});
        let properties = if label.is_empty() { json!({}) } else { json!({ "label": label }) };
        json!({"type": "Feature", "geometry": geometry, "properties": properties})
    };
    let told = json!({"type": "Feature", "geometry": null, "properties": {"label": "Derrière l’église"}});
    let all = |features: Vec<Value>| json!({"type": "FeatureCollection", "features": features});
    let (here, there) = (point([-1.5536, 47.2173], "Entrée"), point([2.3522, 48.8566], ""));
    let shapes: &[&str] = if dice.often(5) { &["Point"] } else { &["Point", "LineString", "Polygon"] };
    let keyword = json!({"map": {"geometries": shapes, "max": 5, "words": true}});
    ("geometry", keyword, vec![all(vec![here.clone()]), all(vec![there, here]), all(vec![told])])
}

fn entries() -> Vec<Value> {
    let entry =
        |id: &str, name: &str, town: &str| json!({"id": id, "label": name, "data": {"nom": name, "commune": town}});
    vec![
        entry("1A", "École des Marronniers", "Nantes"),
        entry("2B", "École Jean Moulin", "Vertou"),
        entry("3C", "École Jean Moulin", "Angers"),
    ]
}
