//! Where a site will be.

use crate::presets::{FOLDER, NotMade};

/// Where the site will be; addresses are relative if it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site(Option<String>);

impl Site {
    /// The site at this address.
    ///
    /// # Errors
    ///
    /// It is no address of a folder.
    pub fn at(address: &str) -> Result<Self, NotMade> {
        let behind = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
        let is_good = behind.is_some_and(|behind| {
            !behind.is_empty() && !behind.contains(['?', '#', '"', '<', '>', ' ', '\''])
        });
        if !is_good {
            return Err(NotMade::Site(address.chars().take(80).collect()));
        }
        Ok(Self(Some(format!("{}/", address.trim_end_matches('/')))))
    }

    /// The address of a place in the site, from the page of a preset.
    pub(crate) fn address(&self, path: &str, place: &str) -> String {
        match &self.0 {
            Some(site) => format!("{site}{place}"),
            None => format!("{}{place}", "../".repeat(path.split('/').count() + 1)),
        }
    }

    /// The address of a file beside the page of a preset.
    pub(crate) fn beside(&self, path: &str, file: &str) -> String {
        match &self.0 {
            Some(site) => format!("{site}{FOLDER}/{path}/{file}"),
            None => file.to_owned(),
        }
    }

    /// Whether addresses are whole.
    pub(crate) fn is_known(&self) -> bool {
        self.0.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_none_is_refused() {
        for address in [
            "lab.example",
            "ftp://lab.example/",
            "https://",
            "https://lab.example/?a",
            "https://a/\"x",
        ] {
            let error = Site::at(address).unwrap_err().to_string();
            assert!(error.ends_with(&format!("got {address:?}")), "{error}");
        }
    }
}
