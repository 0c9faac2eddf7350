import Core
import Matrices

/// Named arrays of numbers: the form in which models and transforms are stored, each an `.npz`.
public struct StoredArrays: Sendable, Equatable {
  /// One array, in row-major order.
  public struct Entry: Sendable, Equatable {
    public let shape: [Int]
    public let values: [Double]

    /// - Precondition: as many values as the shape has entries.
    public init(_ values: [Double], shape: [Int]) {
      precondition(
        shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count, "\(shape) is not \(values.count)")
      self.shape = shape
      self.values = values
    }

    /// A list of numbers.
    public init(_ values: [Double]) { self.init(values, shape: [values.count]) }
  }

  public private(set) var entries: [String: Entry]

  public init(_ entries: [String: Entry] = [:]) { self.entries = entries }

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

  /// The arrays that were added as a part.
  public func part(_ name: String) -> StoredArrays {
    StoredArrays(
      Dictionary(
        uniqueKeysWithValues: entries.filter { $0.key.hasPrefix(name + ".") }.map { key, entry in
          (String(key.dropFirst(name.count + 1)), entry)
        }))
  }
}

// MARK: - Reading

/// Arrays that are not those of the model that is to be made of them.
public struct StoredArraysError: ExplainedError, Equatable {
  /// The name of the array at fault.
  public let name: String
  public let expected: [Int?]
  /// Nil where there is none of that name.
  public let found: [Int]?

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
  /// An array of a shape.
  ///
  /// - Parameter shape: nil for a size that may be any.
  /// - Throws: ``StoredArraysError`` where there is none, or one of another shape.
  public func required(_ name: String, _ shape: [Int?]) throws(StoredArraysError) -> Entry {
    guard let entry = entries[name] else { throw StoredArraysError(name: name, expected: shape, found: nil) }
    guard entry.shape.count == shape.count, zip(entry.shape, shape).allSatisfy({ $1 == nil || $0 == $1 }) else {
      throw StoredArraysError(name: name, expected: shape, found: entry.shape)
    }
    return entry
  }

  /// A list of numbers.
  ///
  /// - Parameter count: nil for any number of them.
  public func list(_ name: String, count: Int? = nil) throws(StoredArraysError) -> [Double] {
    try required(name, [count]).values
  }

  /// A table of numbers, one list a row.
  public func table(_ name: String, rows: Int? = nil, columns: Int? = nil) throws(StoredArraysError) -> [[Double]] {
    let entry = try required(name, [rows, columns])
    let width = entry.shape[1]
    return (0..<entry.shape[0]).map { Array(entry.values[$0 * width..<($0 + 1) * width]) }
  }
}

extension StoredArrays.Entry {
  /// A table of numbers, one list a row.
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
