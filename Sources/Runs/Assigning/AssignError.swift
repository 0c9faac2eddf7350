import Core
import Experiments
import Results

/// The reason why new rows cannot be assigned to the clusters of a run.
public struct AssignError: ExplainedError, Equatable {
  /// The failure, with the names at fault.
  public enum Reason: Sendable, Equatable {
    /// The run has no such method; `known` lists its methods, each `clusterer:space`.
    case noMethod(String, known: [String])
    /// The run has no trial of the method with this seed, or with any where `seed` is nil; `known` lists the seeds of
    /// its trials.
    case noTrial(method: String, seed: UInt64?, known: [UInt64])
    /// The clusterer makes no model; `able` lists the methods of the run that do.
    case withoutModels(method: String, clusterer: String, able: [String])
    /// A method of the space takes no new rows, on any rows or on so many.
    case withoutTransforms(space: String, reason: String)
    /// The run stored no model of the method.
    case noModel(method: String)
    /// The experiment asks for no models to be stored.
    case modelLeftOut(method: String)
    /// The model of the method has more bytes than the run stores of one.
    case modelTooLarge(method: String, bytes: Int)
    /// The experiment asks for no models to be stored, and so for no transforms.
    case transformLeftOut(space: String)
    /// The run stored no transform of the space.
    case noTransform(space: String)
    /// The files given are not those of the feature sets that the space is made of, `needed`: some lack, or are no part
    /// of it.
    case otherFeatures(space: String, needed: [String], lacking: [String], strange: [String])
    /// The new rows of a feature set have another number of columns than those of the run.
    case columns(of: String, expected: Int, found: Int)
    /// The space is made of the pixels of images.
    case pixels(space: String)
    /// The option `--features` is not of the form name=file.
    case invalidFeature(String)
  }

  /// The failure.
  public let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  public var failure: String {
    switch reason {
    case .noMethod(let name, _): "cannot assign rows by \(name)"
    case .noTrial(let method, _, _), .withoutModels(let method, _, _), .noModel(let method),
      .modelTooLarge(let method, _), .modelLeftOut(let method):
      "cannot assign rows by \(method)"
    case .withoutTransforms(let space, _), .transformLeftOut(let space), .noTransform(let space),
      .otherFeatures(let space, _, _, _), .pixels(let space):
      "cannot bring new rows into the space \(space)"
    case .columns(let name, _, _): "cannot assign rows by these features of \(name)"
    case .invalidFeature(let text): "cannot use --features \(text)"
    }
  }

  public var cause: String {
    switch reason {
    case .noMethod(let name, let known):
      "the run has \(counted(known.count, "method")), and \(name) \(StoredRun.reasonNotMeant(name, among: known))"
    case .noTrial(_, let seed, let known):
      seed.map { "the run has no trial of seed \($0); it has \(list(known.map(String.init), limit: 10))" }
        ?? "the run has no trial of it"
    case .withoutModels(_, let clusterer, _): "\(clusterer) makes no model that could assign new rows"
    case .withoutTransforms(_, let reason): reason
    case .noModel: "the run stored no model of it"
    case .modelLeftOut, .transformLeftOut: "the experiment has models: none"
    case .modelTooLarge(_, let bytes):
      "its model takes \(bytes >> 20) MB, and models of at most \(Experiment.Models.largest >> 20) MB are stored"
    case .noTransform: "the run stored no transform of it"
    case .otherFeatures(_, let needed, let lacking, let strange):
      "it is made of \(list(needed)); "
        + [
          lacking.isEmpty ? nil : "\(list(lacking)) \(lacking.count == 1 ? "is" : "are") not given",
          strange.isEmpty ? nil : "\(list(strange)) \(strange.count == 1 ? "is" : "are") no part of it",
        ].compactMap(\.self).joined(separator: ", and ")
    case .columns(let name, let expected, let found):
      "\(name) has \(counted(expected, "column")) in the run, and \(found) in the new file"
    case .pixels: "it is made of the pixels of images"
    case .invalidFeature(let text): "found \(text.isEmpty ? "\"\"" : text), expected name=file"
    }
  }

  public var hint: String {
    switch reason {
    case .noMethod(let name, let known):
      (Nearest.of(name, in: known).map { "did you mean \($0)? " } ?? "") + "there are \(list(known, limit: 10))"
    case .noTrial: "name a seed of the run, or none"
    case .withoutModels(_, _, let able):
      able.isEmpty
        ? "run the experiment with a clusterer that makes a model"
        : "use a method of the run that makes a model: \(list(able, limit: 10))"
    case .withoutTransforms: "use a method of the run on another space"
    case .noModel, .noTransform: "run the experiment again with --fresh"
    case .modelLeftOut, .transformLeftOut: "run the experiment again without models: none"
    case .modelTooLarge: "run the experiment again with models: all"
    case .otherFeatures(_, let needed, _, _):
      "give " + needed.map { "--features \($0)=FILE" }.joined(separator: " ")
    case .columns: "use features of the same model, and look whether the files of two feature sets are swapped"
    case .pixels: "store the pixels as a feature set, and run the experiment with it"
    case .invalidFeature: "write the name of the feature set, an equals sign and the file"
    }
  }
}
