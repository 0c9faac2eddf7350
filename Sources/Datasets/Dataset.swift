import Core

/// Items to be clustered: their images, labels and captions, as far as there are any, in one order.
public struct Dataset: Sendable {
  /// The number of items, at least 1.
  public let count: Int
  /// One name an item, all different, such as the path of its image within its folder; nil where the items have none.
  public let ids: [String]?
  /// The images, one an item; nil where there are none.
  public let images: Images?
  /// The columns of truth, all of different names.
  public let labelSets: [LabelSet]
  /// One text an item; nil where there are none.
  public let captions: [String]?
  /// The notes on what was left out or changed on the way in.
  public let notices: [Notice]

  /// The origins of the parts, for error messages.
  private let origins: [Part: String]

  /// Puts parts together that describe the same items in the same order.
  ///
  /// - Parameter origins: the file that a part was read from, which an error names.
  /// - Throws: ``DatasetError`` when there are not items, the parts' counts differ, an id comes twice or two label sets
  ///   have one name.
  package init(
    ids: [String]? = nil, images: Images? = nil, labelSets: [LabelSet] = [], captions: [String]? = nil,
    notices: [Notice] = [], origins: [Part: String] = [:]
  ) throws {
    let counts: [(part: Part, count: Int)] =
      [images.map { (.images, $0.count) }].compactMap { $0 } + labelSets.map { (.labels($0.name), $0.values.count) }
      + [captions.map { (.captions, $0.count) }, ids.map { (.ids, $0.count) }].compactMap { $0 }
    guard let first = counts.first, counts.contains(where: { $0.count > 0 }) else { throw DatasetError(.nothing) }
    for other in counts where other.count != first.count {
      throw DatasetError(
        .counts(
          Source(part: first.part, origin: origins[first.part]), first.count,
          Source(part: other.part, origin: origins[other.part]), other.count))
    }
    try Self.requireDifferent(ids ?? []) { .repeatedID($0, first: $1, second: $2) }
    try Self.requireDifferent(labelSets.map(\.name)) { name, _, _ in .repeatedLabelSet(name) }
    self.init(
      validated: first.count, ids: ids, images: images, labelSets: labelSets, captions: captions, notices: notices,
      origins: origins)
  }

  private init(
    validated count: Int, ids: [String]?, images: Images?, labelSets: [LabelSet], captions: [String]?,
    notices: [Notice], origins: [Part: String]
  ) {
    self.count = count
    self.ids = ids
    self.images = images
    self.labelSets = labelSets
    self.captions = captions
    self.notices = notices
    self.origins = origins
  }

  private static func requireDifferent(
    _ names: [String], or reason: (String, Int, Int) -> DatasetError.Reason
  ) throws {
    var positions: [String: Int] = [:]
    positions.reserveCapacity(names.count)
    for (index, name) in names.enumerated() {
      if let first = positions.updateValue(index, forKey: name) { throw DatasetError(reason(name, first, index)) }
    }
  }
}

extension Dataset {
  /// Returns the label set of a name; without a name, the only one there is.
  ///
  /// - Throws: an ``ExplainedError`` with the names when there is none of that name, or no name and several sets.
  public func labels(named name: String? = nil) throws -> LabelSet {
    let names = labelSets.map(\.name)
    if let name {
      guard let found = labelSets.first(where: { $0.name == name }) else {
        throw DatasetError(.noSuchLabelSet(name, available: names))
      }
      return found
    }
    guard let only = labelSets.first else { throw DatasetError(.noSuchLabelSet("", available: [])) }
    guard labelSets.count == 1 else { throw DatasetError(.severalLabelSets(names)) }
    return only
  }

  /// The same items with more label sets or with captions.
  ///
  /// - Throws: ``DatasetError`` as ``init(ids:images:labelSets:captions:notices:origins:)`` does.
  package func adding(
    labelSets more: [LabelSet] = [], captions: [String]? = nil, origins: [Part: String] = [:]
  ) throws -> Dataset {
    try Dataset(
      ids: ids, images: images, labelSets: labelSets + more, captions: captions ?? self.captions, notices: notices,
      origins: self.origins.merging(origins) { _, new in new })
  }

  /// The items at `indices`, in that order.
  ///
  /// - Precondition: the indices are those of items and all different.
  package func selecting(_ indices: [Int]) -> Dataset {
    precondition(Set(indices).count == indices.count, "an item is selected twice")
    return Dataset(
      validated: indices.count, ids: ids.map { ids in indices.map { ids[$0] } }, images: images?.selecting(indices),
      labelSets: labelSets.map { $0.selecting(indices) },
      captions: captions.map { captions in indices.map { captions[$0] } }, notices: notices, origins: origins)
  }
}

extension Dataset {
  /// One of the parts that a dataset is put together from.
  package enum Part: Sendable, Hashable {
    case ids, images, captions
    case labels(String)
  }

  /// A part and where it came from, as errors name it.
  package struct Source: Sendable, Equatable, CustomStringConvertible {
    package let part: Part
    package let origin: String?

    package init(part: Part, origin: String? = nil) {
      self.part = part
      self.origin = origin
    }

    package var description: String {
      let name =
        switch part {
        case .ids: "the ids"
        case .images: "the images"
        case .captions: "the captions"
        case .labels(let set): "the labels \(set)"
        }
      return origin.map { "\(name) (\($0))" } ?? name
    }
  }
}
