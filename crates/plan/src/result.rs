//! The result of a run in its link, where it stands last: a record, packed by raw deflate (P. Deutsch, DEFLATE
//! compressed data format specification, RFC 1951, 1996) and written in the letters of base64url (S. Josefsson, The
//! Base16, Base32, and Base64 data encodings, RFC 4648, 2006). Whoever runs the link leaves it out.

use crate::form::VERSION;
use crate::link::MAX_BYTES;
use crate::subject::EXPLORE;

/// What a result begins with.
const KEY: &str = "&result=d.";

/// A link without its result, and the result, if it has one. Links to models have none.
#[must_use]
pub fn split_result(link: &str) -> (&str, Option<&str>) {
    let is_run = link.strip_prefix("#/").is_some_and(|path| !path.starts_with(EXPLORE));
    match link.split_once(KEY).filter(|_| is_run) {
        Some((link, result)) => (link, Some(result)),
        None => (link, None),
    }
}

/// The link of a run with a result; none if nobody would read one so long.
#[must_use]
pub fn with_result(link: &str, result: &str) -> Option<String> {
    let version = if link.contains('?') { String::new() } else { format!("?v={VERSION}") };
    let link = format!("{link}{version}{KEY}{result}");
    (link.len() <= MAX_BYTES).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_stands_last_in_a_link_and_is_taken_off_again() {
        for (link, begins) in
            [("#/lock?v=1&threads=2", "#/lock?v=1&threads=2"), ("#/lock", "#/lock?v=1")]
        {
            let with = with_result(link, "abc-_").expect("it is short");
            assert_eq!(with, format!("{begins}&result=d.abc-_"));
            assert_eq!(split_result(&with), (begins, Some("abc-_")));
            assert_eq!(split_result(link), (link, None));
        }
    }

    #[test]
    fn only_a_run_has_a_result() {
        let link = "#/explore/lost-update?v=1&result=d.abc";
        assert_eq!(split_result(link), (link, None));
        assert_eq!(crate::open(link).problems.len(), 1);
        assert_eq!(crate::open("#/lock?v=1&result=d.abc").problems, []);
    }

    /// 20 bytes of link, 10 of the key: 7970 of the result make 8000.
    #[test]
    fn a_link_that_nobody_would_read_is_none() {
        let link = "#/lock?v=1&threads=2";
        assert_eq!(with_result(link, &"a".repeat(7970)).map(|link| link.len()), Some(8000));
        assert_eq!(with_result(link, &"a".repeat(7971)), None);
        let long = format!("{link}{KEY}{}", "a".repeat(7971));
        assert!(crate::open(&long).draft.is_none());
    }
}
