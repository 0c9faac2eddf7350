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
    let options = FeatureOptions(
      name: name, array: feature.member, nonFinite: dropsUndefined ? .drop : .error, column: feature.column,
      idColumn: feature.idColumn, ignoredColumns: feature.dropColumns, header: TableHeader(feature.header))
    let set: FeatureSet
    do {
      set = try FeatureSet(reading: file.path, options)
    } catch let error as FeatureError {
      guard case .notFinite(let rows, let total, let row, _, _) = error.reason else { throw error }
      throw OutcomeError(path: file.path, .undefined(rows, of: total, first: row))
    }
    guard set.matrix.columns == 1 else { throw OutcomeError(path: file.path, .columns(set.matrix.columns)) }
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

/// The reason why a file gives no outcome.
package struct OutcomeError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// It has so many columns of numbers.
    case columns(Int)
    /// So many rows have no finite number, the first of them counted from 0.
    case undefined(Int, of: Int, first: Int)
  }

  /// The path of the file.
  package let path: String
  package let reason: Reason

  package init(path: String, _ reason: Reason) { (self.path, self.reason) = (path, reason) }

  package var failure: String { "cannot read one number per item from \(path)" }

  package var cause: String {
    switch reason {
    case .columns(let columns): "it has \(counted(columns, "column")) of numbers, expected 1"
    case .undefined(let rows, let total, let first):
      "\(rows.grouped) of \(counted(total, "row")) \(rows == 1 ? "is" : "are") empty, NaN or infinite, the first row "
        + "\(first.grouped) (from 0)"
    }
  }

  package var hint: String {
    switch reason {
    case .columns: "name the column after a colon, as in \(path):COLUMN"
    case .undefined: "fill them in, or leave these rows out with --nan drop"
    }
  }
}
