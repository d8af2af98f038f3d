//! What can be wrong with an answer.

macro_rules! codes {
    ($($code:ident $name:literal)*) => {
        /// A code of error. Of two errors on one answer, the one that comes first here is told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code {
            $(#[doc = $name] $code,)*
        }

        impl Code {
            /// Every code: each must have its sentence.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$code,)*];

            /// The code as programs read it: a keyword of JSON Schema, or a name of ours.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }
        }
    };
}

codes! {
    // Of two answers nobody knows which is wrong.
    Conflict "conflict"
    Required "required"
    // They say precisely what keywords only guess.
    GeometryCrossing "geometryCrossing"
    GeometryFew "geometryFew"
    GeometryFile "geometryFile"
    GeometryFileEmpty "geometryFileEmpty"
    GeometryFileMany "geometryFileMany"
    GeometryFileShape "geometryFileShape"
    GeometryFileSize "geometryFileSize"
    GeometryJson "geometryJson"
    GeometryMany "geometryMany"
    GeometryMissing "geometryMissing"
    GeometryPositions "geometryPositions"
    GeometryRange "geometryRange"
    GeometryShape "geometryShape"
    GeometrySize "geometrySize"
    GeometryUnread "geometryUnread"
    Thousands "thousands"
    Type "type"
    AdditionalProperties "additionalProperties"
    PropertyNames "propertyNames"
    Enum "enum"
    Const "const"
    Hour "hour"
    PhoneTerritory "phone-territory"
    Format "format"
    Decimals "decimals"
    Amount "amount"
    Reference "reference"
    Unverified "unverified"
    BankCountry "bank-country"
    Dossier "dossier"
    Minimum "minimum"
    Maximum "maximum"
    ExclusiveMinimum "exclusiveMinimum"
    ExclusiveMaximum "exclusiveMaximum"
    FormatMinimum "formatMinimum"
    FormatMaximum "formatMaximum"
    FormatExclusiveMinimum "formatExclusiveMinimum"
    FormatExclusiveMaximum "formatExclusiveMaximum"
    MultipleOf "multipleOf"
    MinLength "minLength"
    MaxLength "maxLength"
    MinItems "minItems"
    MaxItems "maxItems"
    MinProperties "minProperties"
    MaxProperties "maxProperties"
    UniqueItems "uniqueItems"
    Contains "contains"
    NameMissing "nameMissing"
    NamePending "namePending"
    NameTaken "nameTaken"
    PrefillClosed "prefill-closed"
    PrefillFile "prefill-file"
    PrefillHidden "prefill-hidden"
    PrefillMany "prefill-many"
    PrefillRow "prefill-row"
    PrefillUnknown "prefill-unknown"
    Pattern "pattern"
    AnyOf "anyOf"
    OneOf "oneOf"
    Not "not"
    FileCount "file-count"
    FileReplaced "file-replaced"
    FileSize "file-size"
    FileStorage "file-storage"
    FileType "file-type"
    Other "other"
    Check "check"
}

/// Errors whose sentence depends on the kind of the field.
pub(super) const SPECIFIC: &[(Code, &str)] = &[
    (Code::Required, "choice"),
    (Code::Required, "choice-other"),
    (Code::Required, "civility"),
    (Code::Required, "multiple"),
    (Code::Required, "yes-no"),
    (Code::Required, "file"),
    (Code::Required, "date"),
    (Code::Required, "date-time"),
    (Code::Required, "consent"),
    (Code::Required, "repeat"),
    (Code::Required, "entries"),
    (Code::Required, "map"),
    (Code::Required, "departement"),
    (Code::Required, "region"),
    (Code::Const, "consent"),
    (Code::Type, "file"),
    (Code::Type, "checkbox"),
    (Code::Type, "yes-no"),
    (Code::Type, "consent"),
    (Code::Type, "integer"),
    (Code::Type, "decimal"),
    (Code::Type, "money"),
    (Code::Type, "commune"),
    (Code::Type, "reference"),
    (Code::Type, "map"),
    (Code::Format, "civility"),
    (Code::Format, "date"),
    (Code::Format, "date-time"),
    (Code::Format, "time"),
    (Code::Format, "email"),
    (Code::Format, "phone"),
    (Code::Format, "siren"),
    (Code::Format, "siret"),
    (Code::Format, "vat-fr"),
    (Code::Format, "rna"),
    (Code::Format, "rnf"),
    (Code::Format, "uai"),
    (Code::Format, "nir"),
    (Code::Format, "tax-fr"),
    (Code::Format, "tax-reference-fr"),
    (Code::Format, "caf"),
    (Code::Format, "france-travail"),
    (Code::Format, "ine"),
    (Code::Format, "chorus"),
    (Code::Format, "iban"),
    (Code::Format, "bic"),
    (Code::Format, "dossier-number"),
    (Code::Format, "url"),
    (Code::Format, "commune"),
    (Code::Format, "departement"),
    (Code::Format, "region"),
    (Code::Format, "epci"),
    (Code::Format, "country"),
    (Code::MinItems, "multiple"),
    (Code::MinItems, "file"),
    (Code::MaxItems, "multiple"),
    (Code::MaxItems, "file"),
    (Code::MultipleOf, "money"),
];
