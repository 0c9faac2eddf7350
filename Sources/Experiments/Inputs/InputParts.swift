import Core
import Datasets
import Features

/// Everything that an experiment names, each part with its rows as its file has them.
struct InputParts {
  /// One part with what it is called in messages.
  struct Named<Part> {
    let side: ItemSide
    let part: Part
  }

  /// The ids of the items, where the experiment names a table of them.
  var ids: ItemSide?
  var images: Named<Dataset>?
  var features: [Named<FeatureSet>] = []
  var labels: [Named<LabelSet>] = []
  var captions: Named<[String]>?
  /// The part of each item.
  var split: Named<LabelSet>?
  /// The clusters that files give.
  var clusters: [Named<GivenClusters>] = []
  /// Notes on how the labels were read.
  var labelNotices: [Notice] = []

  /// All sides; the first defines the items: the ids, else the images, else the first feature set, else the first labels,
  /// else the captions, else the parts, else the first clusters.
  var sides: [ItemSide] {
    [ids, images?.side].compactMap(\.self) + features.map(\.side) + labels.map(\.side)
      + [captions?.side, split?.side].compactMap(\.self) + clusters.map(\.side)
  }

  /// The parts in the order of the items, cut to those that all of them have.
  ///
  /// - Throws: `ItemError` where the parts do not belong together, `FeatureError` where no row is left.
  func arranged(missing: MissingItems, rows range: Range<Int>? = nil) throws -> ArrangedParts {
    let whole = try ItemMatching(sides, missing: missing)
    let cut = try range.map { try Self.notice(ofRows: $0, among: whole.items.count) }
    let matching = range.map(whole.cut) ?? whole
    let inAll = Set(matching.kept)
    var rows = matching.rows.makeIterator()
    func next() -> [Int?] { rows.next() ?? [] }
    if ids != nil { _ = next() }
    let imageRows = images.map { _ in next() }
    let sets = try FeatureSet.inCommon(
      features.map { feature in
        try feature.part.arranged(by: next().enumerated().map { inAll.contains($0) ? $1 : nil })
      })
    let kept = sets.first?.keptRows ?? matching.kept
    func positions(_ rows: [Int?]) -> [Int] { kept.compactMap { rows[$0] } }
    let imagePart = zip([images].compactMap(\.self), [imageRows].compactMap(\.self)).map { images, rows in
      let positions = positions(rows)
      return positions == Array(0..<images.part.count) ? images.part : images.part.selecting(positions)
    }.first
    return ArrangedParts(
      matching: matching, kept: kept, notices: [cut].compactMap(\.self) + matching.notices, images: imagePart,
      features: sets,
      labelSets: labels.map { $0.part.selecting(positions(next())) },
      captions: captions.map { captions in positions(next()).map { captions.part[$0] } },
      split: split.map { $0.part.selecting(positions(next())) },
      clusters: clusters.map { $0.part.selecting(positions(next())) },
      imagesAreReordered: imageRows.map { $0 != Array(0..<$0.count).map(Optional.some) } ?? false)
  }
}

extension InputParts {
  /// The note for a run of some rows of its items.
  ///
  /// - Throws: ``RunError`` when there are not so many.
  private static func notice(ofRows rows: Range<Int>, among count: Int) throws -> Notice {
    guard rows.upperBound <= count else { throw RunError(.rowsOutside(rows: rows, items: count)) }
    return Notice(
      kind: "rows-cut",
      message: "the run uses the rows \(rows.lowerBound):\(rows.upperBound), "
        + "\(rows.count.grouped) of \(counted(count, "item"))")
  }
}

/// The parts of an experiment, one row for each item that all of them have, in the order of the items.
struct ArrangedParts {
  let matching: ItemMatching
  /// The items that the rows belong to, among those of `matching`, ascending.
  let kept: [Int]
  /// Notes on the matching and on items that were cut off.
  let notices: [Notice]
  let images: Dataset?
  let features: [FeatureSet]
  let labelSets: [LabelSet]
  let captions: [String]?
  let split: LabelSet?
  let clusters: [GivenClusters]
  /// True where the items have another order than the files of the images.
  let imagesAreReordered: Bool
}

extension ArrangedParts {
  /// Some of the items, in the order of their positions, with a further note.
  ///
  /// - Throws: `FeatureError` for no items.
  func selecting(_ positions: [Int], _ notice: Notice) throws -> ArrangedParts {
    let items = positions.map { kept[$0] }
    return ArrangedParts(
      matching: matching, kept: items, notices: notices + [notice], images: images?.selecting(positions),
      features: try features.map { try $0.selecting(items: items) },
      labelSets: labelSets.map { $0.selecting(positions) },
      captions: captions.map { captions in positions.map { captions[$0] } },
      split: split?.selecting(positions), clusters: clusters.map { $0.selecting(positions) },
      imagesAreReordered: imagesAreReordered)
  }
}
