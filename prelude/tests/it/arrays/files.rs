//! NumPy's files and pictures: what is written is read again, what cannot be read says why.

use std::path::PathBuf;

use ferrolab_prelude::prelude::*;

type Cell = Result<(), Box<dyn std::error::Error>>;

/// A place of its own for each test.
pub(super) fn place(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ferrolab_arrays_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

#[test]
fn arrays_of_every_kind_and_order() -> Cell {
    let path = place("kinds.npy");
    let x = array![[1.5, f64::NAN, -0.0], [f64::INFINITY, 5e-324, 2.0]];
    np::save(&path, &x)?;
    let again: Array2<f64> = np::load(&path)?;
    assert!(x.iter().zip(&again).all(|(a, b)| a.to_bits() == b.to_bits()));
    np::save(&path, &x.t())?;
    assert_eq!(np::load::<Array2<f64>>(&path)?.dim(), (3, 2));
    np::save(&path, &array![1_u8, 255])?;
    assert_eq!(np::load::<Array1<u8>>(&path)?, array![1, 255]);
    assert_eq!(np::load::<Array1<f64>>(&path)?, array![1.0, 255.0]);
    np::save(&path, &array![true, false])?;
    assert_eq!(np::load::<Array1<bool>>(&path)?, array![true, false]);
    np::save(&path, &array![0_usize, 3])?;
    assert_eq!(np::load::<Array1<i64>>(&path)?, array![0, 3]);
    np::save(&path, &array![0.5_f32])?;
    assert_eq!(np::load::<ArrayD<f64>>(&path)?.shape(), [1]);
    np::save(&path, &Array3::<i64>::zeros((2, 0, 1)))?;
    assert_eq!(np::load::<Array3<f64>>(&path)?.dim(), (2, 0, 1));
    np::save(place("bare"), &array![1.0])?;
    assert_eq!(np::load::<Array1<f64>>(place("bare.npy"))?, array![1.0]);
    Ok(())
}

#[test]
fn archives() -> Cell {
    let path = place("several.npz");
    let (x, y) = (array![[1.0, 2.0]], array![0_i64, 1, 2]);
    np::savez(&path, &[("x", &x), ("y", &y), ("flags", &array![true])])?;
    let archive = np::load_npz(&path)?;
    assert_eq!(archive.names(), ["x", "y", "flags"]);
    assert_eq!(archive.get::<Array2<f64>>("x")?, x);
    assert_eq!(archive.get::<Array1<i64>>("y")?, y);
    assert_eq!(archive.get::<Array1<f64>>("y")?, array![0.0, 1.0, 2.0]);
    let error = archive.get::<Array1<f64>>("flag").unwrap_err().to_string();
    assert!(error.contains("`flags`") && error.contains("x, y, flags"), "{error}");
    let error = np::savez(&path, &[("x", &x), ("x", &y)]).unwrap_err().to_string();
    assert!(error.contains("the name `x` twice"), "{error}");
    Ok(())
}

#[test]
fn files_that_are_something_else() -> Cell {
    let path = place("wrong.npy");
    np::save(&path, &array![1_i64, 2])?;
    let error = np::load::<Array1<u8>>(&path).unwrap_err().to_string();
    assert!(error.contains("wrong.npy` as NumPy array") && error.contains("i64, not u8"), "{error}");
    let error = np::load::<Array2<f64>>(&path).unwrap_err().to_string();
    assert!(error.contains("has shape (2), expected 2 axes; this one is an Array1"), "{error}");
    let error = np::load::<Array1<f64>>(place("wrog.npy")).unwrap_err().to_string();
    assert!(error.contains("there is no file") && error.contains("Did you mean `wrong.npy`?"), "{error}");
    for content in [&b""[..], b"a,b\n1,2\n", b"\x93NUMPY\x01\x00\xff\xff{"] {
        std::fs::write(&path, content)?;
        let error = np::load::<Array1<f64>>(&path).unwrap_err().to_string();
        assert!(error.starts_with("cannot read"), "{error}");
        assert!(np::load_npz(&path).unwrap_err().to_string().contains("NumPy archive"));
        assert!(np::imread(&path).unwrap_err().to_string().contains("as PNG"));
    }
    assert!(np::save(place("no_such_folder/x.npy"), &array![1.0]).is_err());
    assert!(np::imsave(place("no_such_folder/x.png"), &array![[1.0]]).is_err());
    Ok(())
}

#[test]
fn pictures() -> Cell {
    let path = place("picture.png");
    for channels in 1..=4 {
        let x = Array3::from_shape_fn((3, 5, channels), |(i, j, k)| (i * 70 + j * 11 + k * 3) as u8);
        np::imsave(&path, &x)?;
        assert_eq!(np::imread(&path)?, x);
    }
    assert_eq!(
        np::imshow(&array![[0.0, 0.5, 1.0]])?.pixels().iter().copied().collect::<Vec<_>>(),
        [0, 128, 255]
    );
    assert_eq!(np::imshow(&array![[-2.0, 0.0, 2.0]])?.pixels()[[0, 1, 0]], 128);
    assert_eq!(np::imshow(&array![[f64::NAN, 1.0, f64::INFINITY]])?.pixels()[[0, 0, 0]], 0);
    assert_eq!(np::imshow(&array![[7, 7]])?.pixels()[[0, 0, 0]], 255);
    assert_eq!(np::imshow(&array![[true, false]])?.pixels()[[0, 0, 0]], 255);
    let bundle = np::imshow(&array![[0_u8, 255]])?.rich_display();
    assert_eq!(bundle.get("text/plain"), Some("image 1 × 2, gray\n"));
    assert!(bundle.get("image/png").unwrap().starts_with("iVBORw0KGgo"));
    Ok(())
}

#[test]
fn arrays_that_are_no_pictures() {
    for shape in [vec![3], vec![0, 4], vec![4, 0, 3], vec![2, 2, 5], vec![1, 1, 1, 1], vec![]] {
        let error = np::imshow(&ArrayD::<f64>::zeros(shape)).unwrap_err().to_string();
        assert!(error.starts_with("the image array has shape ("), "{error}");
    }
    let error = np::imshow(&(Array3::<f64>::ones((1, 1, 3)) * 255.0)).unwrap_err().to_string();
    assert!(error.contains("colours from 0.0 to 1.0"), "{error}");
}
