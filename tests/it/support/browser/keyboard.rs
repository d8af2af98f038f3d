//! By the keyboard alone.

use super::Browser;
use fantoccini::Locator;
use serde_json::json;

pub const ENTER: &str = "\u{e007}";
pub const RIGHT: &str = "\u{e014}";
pub const DOWN: &str = "\u{e015}";
pub const SPACE: &str = " ";
/// Ctrl and A, then the key that lets go of both.
pub const ALL: &str = "\u{e009}a\u{e000}";

/// Presses of Tab that a page may take.
pub const FAR: usize = 400;

impl Browser {
    /// Presses keys where this is, one after the other.
    pub async fn press(&self, css: &str, keys: &str) {
        self.find(css).await.send_keys(keys).await.unwrap();
    }

    /// Presses keys where the focus is.
    pub async fn keys(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Moves the focus on, by the key itself: to send keys to a file's input is to name a file.
    pub async fn tab(&self) {
        for event in ["keyDown", "keyUp"] {
            let key = json!({ "type": event, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
            self.devtools("Input.dispatchKeyEvent", key).await;
        }
    }

    /// Goes on by Tab to what this selects; it stays there if it is there.
    pub async fn reaches(&self, css: &str) {
        let is_there = format!("return document.activeElement.matches({})", json!(css));
        for _ in 0..FAR {
            if self.run(&is_there).await == json!(true) {
                return;
            }
            self.tab().await;
        }
        panic!("Tab does not lead to {css}:\n{}", self.body().await);
    }

    /// Presses keys on what is reached by Tab.
    pub async fn at(&self, css: &str, keys: &str) {
        self.reaches(css).await;
        self.keys(keys).await;
    }

    /// Writes in the field with this name, reached by Tab, instead of what is there.
    pub async fn writes(&self, name: &str, text: &str) {
        self.at(&format!("[name=\"{name}\"]:not([type=hidden])"), &format!("{ALL}{text}")).await;
    }

    /// Presses a button that leads to another page, reached by Tab.
    pub async fn goes_on(&self, css: &str) {
        self.reaches(css).await;
        self.presses_on(ENTER).await;
    }

    /// Goes by Tab to the buttons of a choice, by arrows to one of them.
    pub async fn picks(&self, name: &str, value: &str) {
        self.reaches(&format!("[name=\"{name}\"][type=radio]")).await;
        self.turns_to(value).await;
    }

    /// Goes by arrows to one of the buttons of the choice that has the focus.
    pub async fn turns_to(&self, value: &str) {
        let is = |what: &str| format!("return document.activeElement.{what}");
        for _ in 0..20 {
            if self.run(&is("value")).await == json!(value) {
                break;
            }
            self.keys(DOWN).await;
        }
        if self.run(&is("checked")).await == json!(false) {
            self.keys(SPACE).await;
        }
    }

    /// Presses a key that leads to another page, and waits for it.
    pub async fn presses_on(&self, key: &str) {
        let before = self.client.find(Locator::Css("html")).await.unwrap();
        self.keys(key).await;
        self.leaves(&before, key).await;
    }

    /// The same for the button that has the focus, by its key.
    pub async fn acts(&self) {
        if !self.look.javascript {
            return self.presses_on(ENTER).await;
        }
        self.keys(ENTER).await;
        self.settles("Enter").await;
    }

    /// What has the focus, as its id or its class.
    pub async fn focused(&self) -> String {
        let script = "return document.activeElement.id || document.activeElement.className";
        self.client.execute(script, vec![]).await.unwrap().as_str().unwrap_or_default().to_owned()
    }
}
