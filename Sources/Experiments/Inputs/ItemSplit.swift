import Core
import Datasets
import Features
import Matrices
import Reduction
import Stages

/// The parts of a dataset, such as train and test: one that is clustered and scored, and those from which methods learn.
struct ItemSplit {
  private let whole: ArrangedParts
  private let experiment: Experiment

  init(_ whole: ArrangedParts, _ experiment: Experiment) {
    self.whole = whole
    self.experiment = experiment
  }

  /// The items that are clustered and scored.
  ///
  /// - Throws: ``RunError`` where there is no such part.
  func scored() throws -> ArrangedParts {
    guard let part = experiment.scoreOn else { return whole }
    let positions = try positions(of: part, key: "score-on")
    let total = whole.kept.count
    let learning = experiment.spaces.compactMap(\.fitOn).uniqued.filter { $0 != part }
    let others = learning.isEmpty ? "" : "; methods learn from \(list(learning))"
    return try whole.selecting(
      positions,
      Notice(
        kind: "part-scored",
        message:
          "score-on \(part): \(positions.count.grouped) of \(counted(total, "item")) are clustered and scored\(others)")
    )
  }

  /// The rows from which methods learn, by part and feature set, scaled as those of the items.
  ///
  /// - Parameter scalings: the scalings that learned from the rows of the items.
  /// - Throws: ``RunError`` where there is no such part, or a method that learns from one is made of a space.
  func fitRows(_ scalings: [String: any SpaceTransform]) throws -> [String: [String: Matrix]] {
    var rows: [String: [String: Matrix]] = [:]
    for space in experiment.spaces {
      guard let part = space.fitOn else { continue }
      let positions = try positions(of: part, key: "fit-on")
      for name in space.inputs where rows[part]?[name] == nil {
        guard let found = try matrix(name, positions, scalings) else {
          throw RunError(.fitOnOfSpace(space: space.name, input: name, part: part))
        }
        rows[part, default: [:]][name] = found
      }
    }
    return rows
  }

  /// The note on a split of which no part is used.
  var unusedNotice: Notice? {
    guard experiment.dataset.split != nil, experiment.scoreOn == nil, experiment.spaces.allSatisfy({ $0.fitOn == nil })
    else { return nil }
    return Notice(
      kind: "split-unused",
      message: "the dataset has a split that nothing uses: name a part by score-on, or by fit-on of a space")
  }

  /// The positions of a part's items, ascending.
  private func positions(of part: String, key: String) throws -> [Int] {
    let classes = whole.split?.classes ?? []
    let positions = whole.split?.values.indices.filter { position in
      whole.split.map { $0.values[position] >= 0 && classes[Int($0.values[position])] == part } ?? false
    }
    guard let positions, !positions.isEmpty else {
      let occupied = Set(whole.split?.values ?? []).filter { $0 >= 0 }.sorted()
      throw RunError(.unknownPart(key: key, part: part, known: occupied.map { classes[Int($0)] }))
    }
    return positions
  }

  /// Some rows of a feature set; nil for a space.
  private func matrix(
    _ name: String, _ positions: [Int], _ scalings: [String: any SpaceTransform]
  ) throws -> Matrix? {
    if let index = experiment.features.firstIndex(where: { $0.name == name }) {
      let rows = whole.features[index].matrix.selecting(rows: positions)
      if let scaling = scalings[name] { return try scaling.transform([rows]) }
      return try experiment.features[index].scale.maker.map { try $0.make([rows]).rows } ?? rows
    }
    return name == Experiment.pixels ? try whole.images?.selecting(positions).images?.pixels() : nil
  }
}
