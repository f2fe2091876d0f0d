//! Shared by the promises: browsers, pages, servers.
