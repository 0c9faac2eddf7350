import Core
import Datasets

/// The reason why features could not be read or matched to a dataset.
public struct FeatureError: ExplainedError {
  package enum Reason: Error, Equatable {
    // The options asked for
    case unknownFormat(extension: String, known: String)
    case optionDoesNotApply(String, format: String)
    // The shape
    case noValues([Int])
    case notAMatrix([Int])
    case tokensWithoutPooling([Int])
    case poolingWithoutTokens([Int])
    case maskShape(expected: [Int], found: [Int])
    case maskedRow(Int)
    // The values
    case notFinite(rows: Int, total: Int, firstRow: Int, firstColumn: Int, value: String)
    case everyRowDropped(rows: Int)
    case wideColumn(Int, least: Double, most: Double)
    case longRow(largest: Double, columns: Int)
    case noFeatureColumns
    case listAmongColumns(String, columns: Int)
    case otherColumns(expected: [String], found: [String])
    case repeatedWord(String, repeats: Int)
    // Tensors
    case safetensorsHeaderLength(declared: Int, available: Int)
    case safetensorsHeader(String)
    case tensorOffsets(String, offsets: [Int], available: Int)
    case tensorSize(String, shape: [Int], expected: Int?, found: Int)
    case tensorsNotAdjacent(String, end: Int, String, begin: Int)
    case tensorType(String, String)
    // Rows and items
    case idCount(ids: Int, rows: Int)
    case rowCount(rows: Int, items: Int, dataset: String)
  }

  /// The path of the file, or the name of the feature set once it is read.
  public let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension FeatureError {
  public var failure: String {
    switch reason {
    case .rowCount: "cannot match the rows of \(path) to items"
    default: "cannot read features from \(path)"
    }
  }

  public var cause: String { wording.cause }
  public var hint: String { wording.hint }

  private var wording: (cause: String, hint: String) {
    askedWording ?? shapeWording ?? valueWording ?? rangeWording ?? safetensorsWording ?? matchingWording
      ?? ("unknown", "")
  }

  private var askedWording: (String, String)? {
    switch reason {
    case .unknownFormat(let suffix, let known):
      (
        suffix.isEmpty
          ? "neither its first bytes nor an extension show its format" : "files of type .\(suffix) are not read",
        "save the features as \(known)"
      )
    case .optionDoesNotApply(let option, let format):
      ("the option \"\(option)\" does not apply to \(format)", "leave it out")
    default: nil
    }
  }

  private var shapeWording: (String, String)? {
    switch reason {
    case .noValues(let shape): ("the shape \(describe(shape: shape)) holds no value", "check the step that wrote it")
    case .notAMatrix(let shape):
      (
        "rows × columns were expected, the shape is \(describe(shape: shape))",
        shape.count < 2
          ? "one number a row is array.reshape(-1, 1)" : "flatten each item: array.reshape(len(array), -1)"
      )
    case .tokensWithoutPooling(let shape):
      (
        "the shape \(describe(shape: shape)) is rows × tokens × columns, rows × columns are clustered",
        "set how the tokens become one row: pooling: cls, mean or max"
      )
    case .poolingWithoutTokens(let shape):
      ("pooling was asked for, the shape \(describe(shape: shape)) has no tokens", "leave the pooling out")
    case .maskShape(let expected, let found):
      (
        "a mask of shape \(describe(shape: expected)) was expected, found \(describe(shape: found))",
        "the mask has one number for each row and token"
      )
    case .maskedRow(let row):
      ("row \(row) (from 0) masks out every token", "keep at least one token of each row, or leave the row out")
    default: nil
    }
  }

  private var valueWording: (String, String)? {
    switch reason {
    case .notFinite(let rows, let total, let row, let column, let value):
      (
        "NaN or infinity in \(rows.grouped) of \(counted(total, "row")); the first is \(value) in row \(row), column "
          + "\(column) (from 0)",
        "repair the export, or leave these rows out with nan: drop"
      )
    case .everyRowDropped(let rows): ("none of \(counted(rows, "row")) is left", "repair the export")
    case .noFeatureColumns: ("no column is left for features", "name fewer columns as ids or drop fewer")
    case .repeatedWord(let word, let repeats):
      (
        "the first column holds words, of which \(repeats.grouped) \(repeats == 1 ? "is" : "are") repeated: \"\(word)\"",
        (["true", "false"].contains(word.lowercased())
          ? "write True and False as 1 and 0 (astype(int) in pandas), or leave them out: "
          : "give every row a word of its own, or leave the words out: ")
          + "--drop-columns \"#0\", drop-columns: [\"#0\"] in an experiment"
      )
    case .otherColumns(let expected, let found):
      (
        "its \(counted(found.count, "column")) \(found.count == 1 ? "is" : "are") \(list(found, limit: 20)), those of "
          + "the run \(expected.count == 1 ? "is" : "are") \(list(expected, limit: 20))",
        "give the file the columns of the run by their names, in any order"
          + (Set(found).isSuperset(of: expected)
            ? "; leave out \(list(found.filter { !expected.contains($0) }.uniqued, limit: 5))"
            : "; missing: \(list(expected.filter { !found.contains($0) }.uniqued, limit: 5))")
      )
    case .listAmongColumns(let column, let columns):
      (
        "the column \(column) holds lists, and there \(columns == 2 ? "is" : "are") \((columns - 1).grouped) more",
        "name the one that holds the features: \(path):\(column) on the command line, column: \(column) in an "
          + "experiment file"
      )
    default: nil
    }
  }

  private var rangeWording: (String, String)? {
    let hint = "divide the features by a power of ten before saving them: array / 1e10"
    return switch reason {
    case .wideColumn(let column, let least, let most):
      (
        "column \(column) (from 0) spans \(least) to \(most), and numbers in 64 bits end at "
          + "\(Double.greatestFiniteMagnitude)", hint
      )
    case .longRow(let largest, let columns):
      (
        "entries reach \(largest), and the length of a row of \(counted(columns, "column")) is beyond "
          + "\(Double.greatestFiniteMagnitude), where numbers in 64 bits end", hint
      )
    default: nil
    }
  }

  private var safetensorsWording: (String, String)? {
    let damaged = "the file may be damaged; save it again"
    return switch reason {
    case .safetensorsHeaderLength(let declared, let available):
      ("its header should take \(counted(declared, "byte")), there is room for \(available.grouped)", damaged)
    case .safetensorsHeader(let what): ("its header cannot be read: \(what)", damaged)
    case .tensorOffsets(let name, let offsets, let available):
      (
        "the tensor \(name) lies at bytes \(list(offsets.map(\.grouped))) of \(available.grouped)",
        damaged
      )
    case .tensorSize(let name, let shape, let expected, let found):
      (
        "the shape \(describe(shape: shape)) of the tensor \(name) makes "
          + "\(expected.map { "\($0.grouped)" } ?? "too many") bytes, it has \(found.grouped)", damaged
      )
    case .tensorsNotAdjacent(let one, let end, let other, let begin):
      ("\(one) ends at byte \(end.grouped), \(other) is at byte \(begin.grouped)", damaged)
    case .tensorType(let name, let type):
      ("the tensor \(name) is of type \(type); F16, BF16, F32, F64 and integers are read", "save it as float32")
    default: nil
    }
  }

  private var matchingWording: (String, String)? {
    switch reason {
    case .idCount(let ids, let rows):
      ("there are \(counted(ids, "id")) for \(counted(rows, "row"))", "save one id for each row")
    case .rowCount(let rows, let items, let dataset):
      (
        "\(path) has \(counted(rows, "row")), \(dataset) has \(counted(items, "item"))",
        "export one row an item, in their order, or give both an id column"
      )
    default: nil
    }
  }
}
