//! How one file is to be read.

use crate::read::columns;
use crate::read::crs::System;
use crate::read::findings::Role;
use crate::read::hooks::{CrsUnit, ReadOptions};
use crate::read::request::{ColumnChoices, Request};

/// How one file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the file is read as.
    pub role: Role,
    /// Columns named by the user.
    pub choices: ColumnChoices,
    /// Leaves columns unread that no question of a lean run needs.
    pub lean: bool,
    /// The coordinate system the user states for this file.
    pub crs: Option<String>,
    /// Whether that system counts in metres.
    pub crs_is_in_metres: bool,
    /// What GDAL needs to know beyond that.
    pub gdal: ReadOptions,
}

impl Options {
    /// How the files of one role are read.
    pub fn of(request: &Request, role: Role) -> Self {
        let (crs, layer, layer_flag) = match role {
            Role::Villages => {
                (request.villages_crs.clone(), request.villages_layer.clone(), "--villages-layer")
            }
            Role::Coverage => {
                (request.coverage_crs.clone(), request.coverage_layer.clone(), "--coverage-layer")
            }
            _ => (None, None, ""),
        };
        let system = crs.as_deref().and_then(|crs| System::named(crs, request.gdal).ok());
        Self {
            crs_is_in_metres: system.is_some_and(|system| system.unit() == CrsUnit::Metres),
            role,
            choices: request.columns.clone(),
            lean: request.lean,
            crs,
            gdal: ReadOptions { layer, layer_flag, allow_remote: request.allow_remote },
        }
    }

    /// Whether a column is to be read.
    pub fn wants(&self, column: &str) -> bool {
        !self.lean || columns::is_lean(self.role, &self.choices, column)
    }
}
