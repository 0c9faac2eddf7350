import Core
import Datasets
import Experiments
import Features
import Matrices
import Results
import Stages

/// The map of `fusebench plot`: the map of one feature file, or of the pixels of images.
package struct FeatureMap: Sendable {
  package let name: String
  package let points: Matrix
  /// The labels of the mapped rows; nil when none were given.
  package let labels: LabelSet?
  /// The objective that the method reached; nil for a method without one.
  package let objective: Objective?
  package let notices: [Notice]

  /// - Parameters:
  ///   - features: the file of features, or of images.
  ///   - images: the options of images.
  ///   - labels: a file of labels, and the column of a table.
  ///   - method: the way into the plane.
  ///   - missing: the treatment of ids that one file lacks.
  ///   - progress: told the share of the work that is done, from 0 to 1.
  /// - Throws: the importers' errors, `ReductionError`, `ItemError` where the rows cannot be matched.
  package init(
    features: Experiment.Feature, images: ImageOptions? = nil, labels: FileColumn? = nil,
    options: Experiment.TSNE = .init(), method: any MapMaker.Type = Experiment.Maps.standard, seed: UInt64 = 0,
    missing: MissingItems = .error,
    progress: @escaping (Double) -> Void = { _ in }
  ) throws {
    let source = labels.map { $0.labels(named: $0.column == nil ? "label" : nil) }
    let images = images.flatMap { $0.holdsImages ? $0.source : nil }
    let space = images == nil ? features.name : Experiment.pixels
    let experiment = Experiment(
      name: features.name, dataset: .init(images: images, labels: [source].compactMap(\.self)),
      features: images == nil ? [features] : [], spaces: [.init(name: space)], clusterers: [],
      missing: missing)
    let inputs = try Inputs(experiment)
    guard let set = inputs.features[space] else { throw RunError(.noItems) }
    let (record, points) = try Maps(options, method: method).map(
      set.matrix, space: features.name, items: Array(0..<set.matrix.rows), itemCount: set.matrix.rows, seed: seed,
      progress: progress)
    self.points = points
    name = features.name
    self.labels = record.items.map { items in inputs.truth?.selecting(items) } ?? inputs.truth
    objective = record.objective
    notices = inputs.notices + record.notices
  }
}
