//! A struct, map or tuple on its way into the columns.

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeStruct, SerializeTuple, SerializeTupleStruct,
    Serializer,
};

use super::{CellSerializer, Failure, Table};

/// Takes one struct, map or tuple.
pub(in super::super) struct RowSerializer<'a> {
    table: &'a mut Table,
    key: Option<String>,
}

impl<'a> RowSerializer<'a> {
    pub(super) fn new(table: &'a mut Table) -> Self {
        Self { table, key: None }
    }
}

macro_rules! refused {
    ($refusal:ident, $($method:ident($($argument:ty),*) -> $what:literal;)*) => {$(
        fn $method(self, $(_: $argument),*) -> Result<(), Failure> {
            $refusal($what)
        }
    )*};
}

impl Serializer for RowSerializer<'_> {
    type Ok = ();
    type Error = Failure;
    type SerializeSeq = Impossible<(), Failure>;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Failure>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Failure>;

    refused! { no_row,
        serialize_bool(bool) -> "a boolean";
        serialize_i8(i8) -> "an integer";
        serialize_i16(i16) -> "an integer";
        serialize_i32(i32) -> "an integer";
        serialize_i64(i64) -> "an integer";
        serialize_u8(u8) -> "an integer";
        serialize_u16(u16) -> "an integer";
        serialize_u32(u32) -> "an integer";
        serialize_u64(u64) -> "an integer";
        serialize_f32(f32) -> "a number";
        serialize_f64(f64) -> "a number";
        serialize_char(char) -> "a character";
        serialize_str(&str) -> "text";
        serialize_bytes(&[u8]) -> "bytes";
        serialize_none() -> "nothing";
        serialize_unit() -> "nothing";
        serialize_unit_struct(&'static str) -> "a struct without fields";
        serialize_unit_variant(&'static str, u32, &'static str) -> "a variant of an enum";
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Failure> {
        no_row("a variant of an enum")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Failure> {
        no_row("a list")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Failure> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Failure> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Failure> {
        no_row("a variant of an enum")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Failure> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Failure> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Failure> {
        no_row("a variant of an enum")
    }
}

impl RowSerializer<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Failure> {
        let cell = value.serialize(CellSerializer).map_err(|error| error.in_column(name))?;
        self.table.push(name, cell)
    }

    /// A tuple's element: `column_1` ….
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        let name = format!("column_{}", self.table.next + 1);
        self.field(&name, value)
    }
}

impl SerializeStruct for RowSerializer<'_> {
    type Ok = ();
    type Error = Failure;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Failure> {
        self.field(key, value)
    }

    fn end(self) -> Result<(), Failure> {
        Ok(())
    }
}

impl SerializeMap for RowSerializer<'_> {
    type Ok = ();
    type Error = Failure;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failure> {
        self.key = Some(key.serialize(CellSerializer)?.to_string());
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        let name = self.key.take().unwrap_or_default();
        self.field(&name, value)
    }

    fn end(self) -> Result<(), Failure> {
        Ok(())
    }
}

impl SerializeTuple for RowSerializer<'_> {
    type Ok = ();
    type Error = Failure;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        self.element(value)
    }

    fn end(self) -> Result<(), Failure> {
        Ok(())
    }
}

impl SerializeTupleStruct for RowSerializer<'_> {
    type Ok = ();
    type Error = Failure;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        self.element(value)
    }

    fn end(self) -> Result<(), Failure> {
        Ok(())
    }
}

fn no_row<T>(given: &str) -> Result<T, Failure> {
    Err(Failure::custom(format_args!("expected a struct with named fields, but it is {given}")))
}
