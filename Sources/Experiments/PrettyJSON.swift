import Foundation

/// A record as the JSON that the command prints: indented, with sorted keys.
package func prettyJSON(_ record: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(record), as: UTF8.self)
}
