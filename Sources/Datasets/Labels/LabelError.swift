import Core

/// The reason why a file's labels cannot be used.
package struct LabelError: ExplainedError {
  package enum Reason: Equatable {
    case noLabels(rows: Int)
    case notUTF8(line: Int)
    case notWhole(row: Int, value: String)
    case negative(row: Int, value: Int64)
    case negativeCluster(row: Int, value: Int64)
    case outsideClasses(row: Int, value: String, classes: Int)
    case duplicateClass(String)
    case chooseColumn([String])
    case noColumns(asked: String)
    case oneHot(rows: Int, classes: Int)
    /// The positions of a table's columns, of which each row has one largest.
    case oneHotColumns([Int], rows: Int)
    /// The first line of several numbers.
    case severalNumbers(String)
    case notAList
    /// A line of a file of JSON lines, from 1, that is no object.
    case notALine(Int)
    case noHeader
    case idCount(ids: Int, labels: Int)
  }

  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var failure: String { "cannot read labels from \(path)" }

  package var cause: String {
    switch reason {
    case .noLabels(let rows): "0 of \(counted(rows, "row")) have a label"
    case .notUTF8(let line): "line \(line) is not UTF-8"
    case .notWhole(let row, let value): "row \(row) (from 0): a whole number was expected, found \(value)"
    case .negative(let row, let value): "row \(row) (from 0): the label is \(value); only -1 stands for unlabelled"
    case .negativeCluster(let row, let value):
      "row \(row) (from 0): the cluster is \(value); below 0 only -1 (noise) and -2 (not clustered) are allowed"
    case .outsideClasses(let row, let value, let classes):
      "row \(row) (from 0): the label \(value) is not one of the \(counted(classes, "class", plural: "classes")) given"
    case .duplicateClass(let name): "the class \"\(name)\" is named twice"
    case .chooseColumn(let columns): "it has several columns, and none is named: \(list(columns))"
    case .noColumns(let asked): "\"\(asked)\" was asked for, but the file has neither columns nor members"
    case .severalNumbers(let line):
      "one label per line was expected, found several numbers in each, such as \"\(line.prefix(40))\""
    case .notAList:
      "it is not JSON with a list of texts and numbers, an object of such lists, a list of records, or an object of a label "
        + "for each id"
    case .notALine(let line): "line \(line.grouped) is not a JSON object"
    case .noHeader: "header is set, but only a table has one"
    case .idCount(let ids, let labels): "there are \(counted(ids, "id")) for \(counted(labels, "label"))"
    case .oneHotColumns(let columns, let rows):
      "one label per row was expected, found \(rows.grouped) × \(columns.count.grouped) numbers, one column a class, the "
        + "largest of each row in the column of its class"
    case .oneHot(let rows, let classes):
      "one label per row was expected, found \(rows.grouped) × \(classes.grouped) numbers, one column a class, the largest of "
        + "each row in the column of its class"
    }
  }

  package var hint: String {
    switch reason {
    case .noLabels: "check the column"
    case .notUTF8: "save the text as UTF-8"
    case .notWhole: "labels are class numbers or names; numbers on a scale need to be cut into classes first"
    case .negative: "number the classes from 0"
    case .negativeCluster: "number the clusters from 0"
    case .outsideClasses: "name every class; numeric labels are positions in the names, from 0"
    case .duplicateClass: "give every class a name of its own"
    case .chooseColumn(let columns):
      columns.isEmpty
        ? "a label needs a column of its own"
        : "name one of them: \(path):\(columns[0]) on the command line, column: in an experiment file"
    case .noColumns(let asked): "name the file alone: \(path), without \(asked)"
    case .notAList:
      "write the labels as [\"cat\", \"dog\", null], where null is not known (NaN is no JSON), or a table in pandas as "
        + "to_json(path, orient=\"records\")"
    case .notALine: "write one object a line, such as {\"id\": \"a\", \"caption\": \"a dog\"}"
    case .severalNumbers:
      "name the column of the labels by its position from 0: \(path):#1 on the command line, column: { position: 1 } in an "
        + "experiment file"
    case .noHeader: "leave the header out"
    case .idCount: "save one id for each label"
    case .oneHotColumns(let columns, _):
      "write the class of each row into a column; in pandas table.iloc[:, \(Self.slice(columns))].idxmax(axis=1) gives "
        + "its name, .values.argmax(axis=1) its number"
    case .oneHot: "save the number of each row's class: numpy.save(path, array.argmax(axis=1))"
    }
  }

  /// Columns as pandas takes them by position: a range where they are neighbours, else a list.
  static func slice(_ columns: [Int]) -> String {
    guard let first = columns.first, let last = columns.last, last - first != columns.count - 1 else {
      return "\(columns.first ?? 0):\((columns.last ?? 0) + 1)"
    }
    return "\(columns)"
  }
}
