import Core
import Matrices

/// Named arrays of numbers, the form in which models and transforms are stored: one `.npz` each.
public struct StoredArrays: Sendable, Equatable {
  /// One array, in row-major order.
  public struct Entry: Sendable, Equatable {
    /// The size of each dimension.
    public let shape: [Int]
    /// The numbers, in row-major order.
    public let values: [Double]

    /// Makes an array of any number of dimensions.
    ///
    /// - Precondition: as many values as the shape has entries.
    public init(_ values: [Double], shape: [Int]) {
      precondition(
        shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count, "\(shape) is not \(values.count)")
      self.shape = shape
      self.values = values
    }

    /// Makes a list of numbers.
    public init(_ values: [Double]) { self.init(values, shape: [values.count]) }
  }

  /// The arrays by their names.
  public private(set) var entries: [String: Entry]

  /// Makes a set of arrays by their names.
  public init(_ entries: [String: Entry] = [:]) { self.entries = entries }

  /// The array of a name; nil where there is none, or to remove it.
  public subscript(name: String) -> Entry? {
    get { entries[name] }
    set { entries[name] = newValue }
  }

  /// The number of values of all arrays.
  public var count: Int { entries.values.reduce(0) { $0 + $1.values.count } }

  /// Adds the arrays of a part, each under the part's name, a dot and its own.
  public mutating func add(_ part: StoredArrays, as name: String) {
    for (own, entry) in part.entries { entries["\(name).\(own)"] = entry }
  }

  /// Returns the arrays that were added as a part, under their own names.
  public func part(_ name: String) -> StoredArrays {
    StoredArrays(
      Dictionary(
        uniqueKeysWithValues: entries.filter { $0.key.hasPrefix(name + ".") }.map { key, entry in
          (String(key.dropFirst(name.count + 1)), entry)
        }))
  }
}

// MARK: - Reading

/// The reason why no model can be made of stored arrays: one of them is missing or has another shape.
public struct StoredArraysError: ExplainedError, Equatable {
  /// The name of the array at fault.
  public let name: String
  /// The shape that is needed; nil for a size that may be any.
  public let expected: [Int?]
  /// The shape that is stored; nil where there is no array of the name.
  public let found: [Int]?

  /// Makes the error of an array with another shape, or of none.
  public init(name: String, expected: [Int?], found: [Int]?) {
    self.name = name
    self.expected = expected
    self.found = found
  }

  public var failure: String { "cannot read a stored model" }
  public var cause: String {
    let wanted = "(" + expected.map { $0.map(String.init) ?? "any" }.joined(separator: ", ") + ")"
    guard let found else { return "it has no array \(name) of the shape \(wanted)" }
    return "\(name) has the shape (\(found.map(String.init).joined(separator: ", "))), expected \(wanted)"
  }
  public var hint: String { "make the run again, with this version of fusebench and --fresh" }
}

extension StoredArrays {
  /// Returns an array of a shape.
  ///
  /// - Parameter shape: the size of each dimension; nil for one that may be any.
  /// - Throws: ``StoredArraysError`` where there is none, or one of another shape.
  public func required(_ name: String, _ shape: [Int?]) throws(StoredArraysError) -> Entry {
    guard let entry = entries[name] else { throw StoredArraysError(name: name, expected: shape, found: nil) }
    guard entry.shape.count == shape.count, zip(entry.shape, shape).allSatisfy({ $1 == nil || $0 == $1 }) else {
      throw StoredArraysError(name: name, expected: shape, found: entry.shape)
    }
    return entry
  }

  /// Returns a list of numbers.
  ///
  /// - Parameter count: their number; nil for any.
  /// - Throws: ``StoredArraysError`` where there is none, or an array of another shape.
  public func list(_ name: String, count: Int? = nil) throws(StoredArraysError) -> [Double] {
    try required(name, [count]).values
  }

  /// Returns a table of numbers, one list a row.
  ///
  /// - Parameters:
  ///   - rows: the number of rows; nil for any.
  ///   - columns: the number of columns; nil for any.
  /// - Throws: ``StoredArraysError`` where there is none, or an array of another shape.
  public func table(_ name: String, rows: Int? = nil, columns: Int? = nil) throws(StoredArraysError) -> [[Double]] {
    let entry = try required(name, [rows, columns])
    let width = entry.shape[1]
    return (0..<entry.shape[0]).map { Array(entry.values[$0 * width..<($0 + 1) * width]) }
  }
}

extension StoredArrays.Entry {
  /// Makes a table of numbers, one list a row.
  ///
  /// - Precondition: all lists are of one length.
  public init(table: [[Double]]) {
    self.init(table.flatMap(\.self), shape: [table.count, table.first?.count ?? 0])
  }
}

// MARK: - Frames

extension StoredArrays {
  /// Adds a frame: its exponent, and its origin where it has one.
  package mutating func add(_ frame: Frame) {
    guard frame != .plain else { return }
    self["exponent"] = Entry([Double(frame.exponent)])
    if let origin = frame.origin { self["origin"] = Entry(origin) }
  }

  /// The frame that was added, the plain one where none was.
  package func frame(columns: Int) throws(StoredArraysError) -> Frame {
    guard entries["exponent"] != nil else { return .plain }
    let exponent = try list("exponent", count: 1)[0]
    guard let exponent = Int(exactly: exponent), abs(exponent) < 1 << 16 else {
      throw StoredArraysError(name: "exponent", expected: [1], found: [1])
    }
    return Frame(origin: entries["origin"] == nil ? nil : try list("origin", count: columns), exponent: exponent)
  }
}
