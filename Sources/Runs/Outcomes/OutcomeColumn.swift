import Core
import Datasets
import Experiments
import Features
import Matrices
import Results

/// A column of numbers from a file, one an item of a stored run, such as an outcome that was measured elsewhere.
///
/// The file is read as features are, and its rows are matched to the items by ids where both have ids, else by position.
package struct OutcomeColumn {
  /// The name of the column, or that of a file that holds only one.
  package let name: String
  /// The number of each item; nil for an item without one.
  package let values: [Double?]
  /// Notes on how the file was read and matched.
  package let notices: [Notice]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - file: the path, with its part after a colon.
  ///   - tables: the way in which tables are read.
  ///   - missing: the treatment of ids that only one side has.
  ///   - dropsUndefined: true where rows with NaN or infinity are left out; else they are an error.
  /// - Throws: the importers' errors, `ItemError` where the rows cannot be matched, ``OutcomeError`` for several columns.
  package init(
    _ file: FileSpecification, of run: StoredRun, tables: TableReading = TableReading(), missing: MissingItems = .error,
    dropsUndefined: Bool = false
  ) throws {
    let name = file.part ?? fileStem(file.path)
    let feature = file.feature(named: name, tables)
    let set = try FeatureSet(
      reading: file.path,
      FeatureOptions(
        name: name, array: feature.member, nonFinite: dropsUndefined ? .drop : .error, column: feature.column,
        idColumn: feature.idColumn,
        ignoredColumns: feature.dropColumns, header: TableHeader(feature.header)))
    guard set.matrix.columns == 1 else { throw OutcomeError(path: file.path, columns: set.matrix.columns) }
    let items = ItemSide(name: "the run \(run.folder.path)", count: run.itemCount, ids: try run.ids)
    let matching = try ItemMatching([items, set.side(of: file.path)], missing: missing)
    let positions = Dictionary(zip(set.keptRows, 0...)) { first, _ in first }
    self.name = name
    values = matching.rows[1].map { row in
      row.flatMap { positions[$0] }.map { set.matrix.trueRow($0)[0] }
    }
    notices = matching.fitting(set.notices) + matching.notices
  }
}

/// The reason why a file gives no outcome: it has several columns.
package struct OutcomeError: ExplainedError, Equatable {
  /// The path of the file.
  package let path: String
  /// The number of its columns of numbers.
  package let columns: Int

  package var failure: String { "cannot read one number per item from \(path)" }
  package var cause: String { "it has \(counted(columns, "column")) of numbers, expected 1" }
  package var hint: String { "name the column after a colon, as in \(path):COLUMN" }
}
