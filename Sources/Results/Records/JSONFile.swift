import Foundation

/// The form of records in JSON: a schema version in every file, sorted keys, the same bytes for the same record.
package enum JSONFile {
  /// The version of the layout of every record; raised when an older fusebench could no longer read it.
  ///
  /// Version 1 had times among the records, and no fingerprints: it is read, and nothing of it is used again. Until version
  /// 2, -1 among the labels of a trial marked rows that were left out; they are read as -2.
  package static let schema = 3

  /// - Throws: ``ResultsError`` when the record holds what JSON cannot.
  package static func data(_ record: some Encodable, path: String, schema: Int = schema) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    do {
      return try encoder.encode(Stamped(schema: schema, record: record)) + Data("\n".utf8)
    } catch {
      throw ResultsError(.malformed(path: path, detail: "the record cannot be written as JSON: \(error)"))
    }
  }

  /// - Throws: ``ResultsError`` for a newer schema, a missing one, or JSON that is no such record.
  package static func record<Record: Decodable>(
    _ type: Record.Type, in data: Data, path: String, schema: Int = schema
  ) throws -> Record {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      let found = try decoder.decode(Stamp.self, from: data).schema
      guard found <= schema else { throw ResultsError(.newerSchema(path: path, found: found, known: schema)) }
      return try decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw ResultsError(.malformed(path: path, detail: explanation(of: error)))
    }
  }

  /// The schema of a record.
  ///
  /// - Throws: ``ResultsError`` when it has none.
  package static func schema(of data: Data, path: String) throws -> Int {
    do {
      return try JSONDecoder().decode(Stamp.self, from: data).schema
    } catch let error as DecodingError {
      throw ResultsError(.malformed(path: path, detail: explanation(of: error)))
    }
  }

  private struct Stamp: Codable {
    var schema: Int
  }

  /// A record with the schema version among its keys.
  private struct Stamped<Record: Encodable>: Encodable {
    var schema: Int
    var record: Record

    func encode(to encoder: any Encoder) throws {
      try record.encode(to: encoder)
      try Stamp(schema: schema).encode(to: encoder)
    }
  }

  private static func explanation(of error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "the file" : path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
    return switch error {
    case .keyNotFound(let key, let context): "\(place(context.codingPath)) has no \"\(key.stringValue)\""
    case .typeMismatch(let type, let context): "\(place(context.codingPath)) is no \(type)"
    case .valueNotFound(let type, let context): "\(place(context.codingPath)) is null, expected \(type)"
    case .dataCorrupted(let context): "\(place(context.codingPath)): \(context.debugDescription)"
    @unknown default: "it is not the JSON of a run"
    }
  }
}

/// A number that JSON may not be able to hold: one that is not finite is stored as null and read back as NaN.
@propertyWrapper
package struct NullUnlessFinite: Codable, Sendable, Equatable {
  package var wrappedValue: Double

  package init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? .nan : try container.decode(Double.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try wrappedValue.isFinite ? container.encode(wrappedValue) : container.encodeNil()
  }

  /// Returns whether both are the same number, or neither is finite.
  package static func == (left: Self, right: Self) -> Bool {
    left.wrappedValue == right.wrappedValue || !(left.wrappedValue.isFinite || right.wrappedValue.isFinite)
  }
}
