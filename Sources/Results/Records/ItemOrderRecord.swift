import Core
import Foundation

/// The file that defines the items of a run and their order.
package struct ItemOrderRecord: Codable, Sendable, Equatable {
  /// The file as messages name it, such as `visual (clip.npy)`.
  package var definedBy: String
  /// FNV-1a over the ids in their order; nil where the file has none. The ids themselves are in `ids.json`.
  package var ids: String?

  package init(definedBy: String, ids: [String]?) {
    self.definedBy = definedBy
    self.ids = ids.map(Self.checksum)
  }

  /// FNV-1a over the ids, each closed by a zero byte.
  package static func checksum(of ids: [String]) -> String {
    var bytes: [UInt8] = []
    for id in ids { bytes += Array(id.utf8) + [0] }
    return FNV1a.digits(of: bytes)
  }
}

/// The ids of a run's items, one an item.
private struct ItemIDs: Codable {
  var ids: [String]
}

extension RunFolder {
  static let idsFile = "ids.json"

  /// Writes one id an item, dropped ones included.
  package func write(ids: [String]) throws {
    try write(JSONFile.data(ItemIDs(ids: ids), path: path(of: Self.idsFile)), to: Self.idsFile)
  }

  /// The stored ids, or nil when the items have none.
  ///
  /// - Throws: ``ResultsError`` when there are not as many as items.
  package func ids(itemCount: Int) throws -> [String]? {
    guard let data = try contents(of: Self.idsFile) else { return nil }
    let path = path(of: Self.idsFile)
    let ids = try JSONFile.record(ItemIDs.self, in: data, path: path).ids
    guard ids.count == itemCount else {
      throw ResultsError(.malformed(path: path, detail: "expected \(counted(itemCount, "id")), found \(ids.count)"))
    }
    return ids
  }
}
