//! A field's value as one cell.

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeSeq, SerializeTuple, SerializeTupleStruct, Serializer,
};

use super::super::super::cell::Cell;
use super::Failure;

/// Makes one cell of one field.
pub(super) struct CellSerializer;

macro_rules! into_cells {
    ($($method:ident($value:ty);)*) => {$(
        fn $method(self, value: $value) -> Result<Cell, Failure> {
            Ok(Cell::from(value))
        }
    )*};
}

impl Serializer for CellSerializer {
    type Ok = Cell;
    type Error = Failure;
    type SerializeSeq = ListSerializer;
    type SerializeTuple = ListSerializer;
    type SerializeTupleStruct = ListSerializer;
    type SerializeTupleVariant = Impossible<Cell, Failure>;
    type SerializeMap = Impossible<Cell, Failure>;
    type SerializeStruct = Impossible<Cell, Failure>;
    type SerializeStructVariant = Impossible<Cell, Failure>;

    into_cells! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Cell, Failure> {
        Ok(Cell::Binary(value.to_vec()))
    }

    fn serialize_none(self) -> Result<Cell, Failure> {
        Ok(Cell::Null)
    }

    fn serialize_unit(self) -> Result<Cell, Failure> {
        Ok(Cell::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Cell, Failure> {
        Ok(Cell::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Cell, Failure> {
        Ok(Cell::from(variant))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Cell, Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Cell, Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Cell, Failure> {
        no_cell("a variant with a value")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<ListSerializer, Failure> {
        Ok(ListSerializer(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<ListSerializer, Failure> {
        Ok(ListSerializer(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListSerializer, Failure> {
        Ok(ListSerializer(Vec::new()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Failure> {
        no_cell("a variant with values")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Failure> {
        no_cell("a map")
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeStruct, Failure> {
        no_cell(&format!("the struct `{name}`"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Failure> {
        no_cell("a variant with fields")
    }
}

pub(super) struct ListSerializer(Vec<Cell>);

macro_rules! lists {
    ($($role:ident::$method:ident),*) => {$(
        impl $role for ListSerializer {
            type Ok = Cell;
            type Error = Failure;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
                self.0.push(value.serialize(CellSerializer)?);
                Ok(())
            }

            fn end(self) -> Result<Cell, Failure> {
                Ok(Cell::List(self.0))
            }
        }
    )*};
}
lists!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field
);

fn no_cell<T>(given: &str) -> Result<T, Failure> {
    Err(Failure::custom(format_args!(
        "{given} does not fit into one cell: use a number, text, a boolean, an `Option` or a `Vec` of these, or `#[serde(flatten)]`"
    )))
}
