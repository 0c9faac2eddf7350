import Core
import Datasets
import Matrices

/// Features in an `.npz` archive: one array by its name, the only one, or the one called `features`.
///
/// The array asked for, else one called `ids` or `id`, holds the ids of the rows.
struct NumpyArchiveImporter: FeatureImporter {
  let format = ".npz"
  let fileExtensions = ["npz"]
  let hasNamedArrays = true
  let hasNamedIDs = true

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool {
    NumpyArchive.accepts(file) || suffix == "npz"
  }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    let archive = try NumpyArchive(orTable: file, at: path)
    let chosen = try archive.chosen(options.array, preferring: ["features"], ids: options.idColumn)
    let array = try archive.array(chosen.array).numbers()
    let conversion = ArrayConversion(path: "\(path), array \(chosen.array)", options: options)
    var imported = try conversion.features(from: array)
    imported.ids = try chosen.ids.map(archive.ids)
    imported.idColumns = try archive.idColumns(chosen, rows: imported.matrix.rows) + imported.idColumns
    return imported
  }
}
