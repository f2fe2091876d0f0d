//! What belongs together in the course.

use experiments::Group;

/// `all` by the lessons of the course, in the order of both.
pub(crate) fn by_group<T>(all: impl IntoIterator<Item = (Group, T)>) -> Vec<(Group, Vec<T>)> {
    let mut groups: Vec<(Group, Vec<T>)> = Vec::new();
    for (group, one) in all {
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, others)) => others.push(one),
            None => groups.push((group, vec![one])),
        }
    }
    groups
}
