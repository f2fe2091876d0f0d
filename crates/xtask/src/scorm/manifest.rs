//! The manifest of a package: one organization, one item, one SCO, and every file.
//!
//! Source: ADL, SCORM 2004 4th Edition, Content Aggregation Model, section 3.4, 2009.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::escaped;

/// What stands before the organization: names and places of the schemas that it follows.
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{id}" version="1"
    xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
    xmlns:imsss="http://www.imsglobal.org/xsd/imsss"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
        http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd
        http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization">
      <title>{title}</title>
      <item identifier="item" identifierref="resource">
        <title>{title}</title>
        <imsss:sequencing>
          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormType="sco" href="index.html">
"#;
const TAIL: &str = "    </resource>\n  </resources>\n</manifest>\n";

/// The manifest of a package that shows `frame`, the address with the link, and holds `files`. It has the same
/// identifier whenever it shows the same.
pub(super) fn text(title: &str, frame: &str, files: &[&str]) -> String {
    let hash: String =
        Sha256::digest(frame)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let head = HEAD.replace("{id}", &format!("interleave-{hash}"));
    let mut text = head.replace("{title}", &escaped(title));
    for file in files {
        writeln!(text, "      <file href=\"{}\"/>", escaped(file)).expect("a text takes all");
    }
    text + TAIL
}
