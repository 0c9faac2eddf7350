import Core

/// The reason why an `.npy` file could not be read.
package struct NumpyError: ExplainedError {
  package enum Reason: Error, Equatable {
    case notNumpy
    case unsupportedVersion(major: Int, minor: Int)
    case headerLength(declared: Int, available: Int)
    case malformedHeader(String)
    case objectType
    /// The first field, and those that hold numbers.
    case structuredType(field: String?, numbers: [String] = [])
    case unsupportedType(String)
    case textInPlaceOfNumbers
    case numbersInPlaceOfText
    case negativeDimension([Int])
    case hugeDimension(String)
    case shapeOverflows([Int])
    case truncated(shape: [Int], expected: Int, found: Int)
    case trailingBytes(shape: [Int], expected: Int, found: Int)
    case notAMatrix([Int])
    case notAColumn([Int])
    /// The numbers of a row do not lie side by side.
    case columnAfterColumn([Int])
    case empty([Int])
    case invalidText(row: Int)
    case fractionalID(String, row: Int)
  }

  /// The file, and the member of an archive.
  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

/// A shape as Python prints it.
package func describe(shape: [Int]) -> String {
  shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
}

extension NumpyError {
  /// The array of an archive that is at fault; nil for a file of its own.
  private var member: String? {
    path.ranges(of: ", array ").last.map { String(path[$0.upperBound...]) }
  }

  package var failure: String { "cannot read \(path)" }

  package var cause: String {
    switch reason {
    case .notNumpy: "the first six bytes are not those of an .npy file"
    case .unsupportedVersion(let major, let minor):
      "format versions 1 to 3 are known, this is version \(major).\(minor)"
    case .headerLength(let declared, let available):
      "the header should take \(counted(declared, "byte")), there is room for \(available.grouped)"
    case .malformedHeader(let what): "the header is not the dictionary that NumPy writes: \(what)"
    case .objectType: "its entries are Python objects (dtype object), which only Python can read"
    case .structuredType: "its entries are records with several fields, not numbers"
    case .unsupportedType(let description):
      "its dtype is '\(description)'; float16/32/64, integers of 8 to 64 bits and bool are read"
    case .textInPlaceOfNumbers: "its entries are text, numbers were expected"
    case .numbersInPlaceOfText: "its entries are numbers, text was expected"
    case .negativeDimension(let shape): "the shape \(describe(shape: shape)) has a negative dimension"
    case .hugeDimension(let digits): "a dimension of \(digits) is larger than any file"
    case .shapeOverflows(let shape): "the shape \(describe(shape: shape)) is larger than any file"
    case .truncated(let shape, let expected, let found), .trailingBytes(let shape, let expected, let found):
      "with the shape \(describe(shape: shape)) the file should have \(counted(expected, "byte")), it has \(found.grouped)"
    case .notAMatrix(let shape): "rows × columns were expected, the shape is \(describe(shape: shape))"
    case .notAColumn(let shape): "one value per row was expected, the shape is \(describe(shape: shape))"
    case .columnAfterColumn(let shape):
      "its \(describe(shape: shape)) numbers lie column after column, and rows are read one by one"
    case .empty(let shape): "the shape \(describe(shape: shape)) holds no value"
    case .invalidText(let row): "the text in row \(row) is not valid Unicode"
    case .fractionalID(let text, let row): "the id in row \(row) is \(text), a whole number or a text was expected"
    }
  }

  package var hint: String {
    switch reason {
    case .notNumpy: "save it with numpy.save(path, array)"
    case .unsupportedVersion, .headerLength, .malformedHeader, .negativeDimension, .hugeDimension, .shapeOverflows:
      "the file may be damaged; save it again with numpy.save(path, array)"
    case .objectType where member != nil:
      "save the archive with words in place of objects: numpy.savez(path, …, \(member ?? "")=\(member ?? "").astype(str)); "
        + "numbers as astype(numpy.float32)"
    case .objectType:
      "save words with numpy.save(path, array.astype(str), allow_pickle=False), numbers as array.astype(numpy.float32)"
    case .structuredType(_, let numbers) where numbers.count > 1:
      "save the fields of numbers as columns: numpy.save(path, numpy.stack([array[name] for name in "
        + "[\(list(numbers.map { "'\($0)'" }))]], axis=1))"
    case .structuredType(let field, _): "save one field: numpy.save(path, array['\(field ?? "field")'])"
    case .unsupportedType(let description) where description.contains("c"):
      "complex numbers are not read; save the real ones: numpy.save(path, array.real)"
    case .unsupportedType, .textInPlaceOfNumbers:
      "save the numbers alone: numpy.save(path, array.astype(numpy.float32))"
    case .numbersInPlaceOfText: "save it with numpy.save(path, numpy.array(texts))"
    case .truncated: "the copy or download may be cut short; save it again"
    case .trailingBytes: "one array a file is read; put several into an .npz with numpy.savez"
    case .notAMatrix(let shape):
      shape.count < 2
        ? "one number a row is array.reshape(-1, 1)" : "flatten each item: array.reshape(len(array), -1)"
    case .notAColumn(let shape)
    where shape.reduce(1, max) == shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue }):
      "save it as one dimension: numpy.save(path, array.reshape(-1))"
    case .notAColumn: "save the one column that holds the labels, such as array[:, 0]"
    case .columnAfterColumn: "save it row after row: numpy.save(path, numpy.ascontiguousarray(array))"
    case .empty: "check the step that wrote it"
    case .fractionalID: "save the ids as whole numbers or texts: ids.astype(str)"
    case .invalidText: "write the texts again as UTF-8 or as a Unicode array"
    }
  }
}
