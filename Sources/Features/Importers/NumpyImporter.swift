import Datasets

/// Features in an `.npy` file.
struct NumpyImporter: FeatureImporter {
  let format = ".npy"
  let fileExtensions = ["npy"]

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool {
    file.starts(with: NumpyHeader.magic) || suffix == "npy"
  }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    let array = try NumpyArray(file, named: path).numbers()
    return try ArrayConversion(path: path, options: options).features(from: array)
  }
}
