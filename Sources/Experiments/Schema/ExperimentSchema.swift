import Core
import Results
import Stages
import Words

/// The JSON Schema of experiment files (draft 2020-12), by which editors complete and check them.
///
/// It says what a value alone can say: what refers to another part of the file, such as the name of a space, is a text.
package struct ExperimentSchema: Sendable {
  let vocabulary: Experiment.Vocabulary

  package init(_ vocabulary: Experiment.Vocabulary = .init()) { self.vocabulary = vocabulary }

  /// The schema with sorted keys, indented.
  package func text() throws -> String { try prettyJSON(json) + "\n" }

  package var json: JSONValue {
    MappingForm.experiment(vocabulary).form.adding([
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "An experiment of fusebench",
      "description": "features, spaces and clusterers that fusebench compares",
    ]).json
  }
}

extension MappingForm {
  /// The whole file.
  static func experiment(_ vocabulary: Experiment.Vocabulary) -> MappingForm {
    let methods = MethodForms(catalog: vocabulary.catalog)
    return MappingForm(
      keys: [
        Key("name", .text, "the name of the experiment and of its run's folder (default: that of the file)"),
        Key("dataset", dataset.form, "images, labels, captions, ids and parts"),
        Key("features", features, "the files of the feature sets by their names; not needed where there are images"),
        Key(
          "references", references,
          "the files of named rows that are not items, by their names, for methods that read them"),
        Key(
          "spaces", .list(of: methods.space),
          "the spaces that are clustered (default: every feature set alone and, of several, both fusions)"),
        Key("clusterers", .list(of: methods.clusterer), "the methods that cluster them (default: kmeans and gmm)"),
        Key("seeds", seeds, "the number of seeds, or a list of them"),
        Key(
          "scores", list(of: vocabulary.scores).otherwise(texts(vocabulary.defaultScores)),
          "the scores of the table"),
        Key(
          "figures", .any([.word("none"), list(of: vocabulary.figures)]), "the figures that are drawn (default: all)"),
        Key("maps", maps(vocabulary.catalog).form, "the method of the maps"),
        Key("tsne", tsne.form, "the settings of t-SNE maps"),
        Key("sweeps", sweeps(vocabulary.catalog), "settings at which spaces are clustered again"),
        Key(
          "attribution", .any([.boolean, .list(of: .text, distinct: true)]).otherwise(.boolean(false)),
          "the fused spaces whose scores are attributed to their parts: yes for all, or a list of names"),
        Key(
          "words", .any([.words(of: WordOptions.Method.self), words.form]),
          "the words of captions that describe clusters (default: the typical ones)"),
        Key("table", table.form, "the caption and the label of table.tex"),
        Key(
          "models", .words(of: Experiment.Models.self).otherwise(.string(Experiment.Models.small.rawValue)),
          "the fitted models that are stored: those of at most 16 MB, all, or none"),
        Key(
          "noise", .words(of: NoiseRule.self).otherwise(.string(NoiseRule.cluster.rawValue)),
          "the way in which scores against labels count noise: as one more cluster, not at all, or with the cluster of "
            + "the nearest item"),
        Key("truth", .text, "the label set that the scores are taken against, or all (default: the first)"),
        Key(
          "rows", .list(of: .integer(0...Int(Int32.max)), counting: 2...2),
          "the first of the items that are taken, from 0, and the one after the last (default: all)"),
        Key(
          "score-on", .text, "the part of dataset.split whose items are clustered and scored (default: all items)"),
        Key(
          "missing", .words(of: MissingItems.self).otherwise(.string(MissingItems.error.rawValue)),
          "the treatment of items that not all files have"),
      ],
      rules: [
        Rule.unless(
          ["required": ["dataset"], "properties": ["dataset": ["type": "object", "required": ["images"]]]],
          Rule.has("features")),
        Rule.when(
          Rule.has("words"),
          ["required": ["dataset"], "properties": ["dataset": ["type": "object", "required": ["captions"]]]]),
      ])
  }

  static func maps(_ catalog: Catalog) -> MappingForm {
    MappingForm(keys: [
      Key(
        "method", .words(catalog.maps.map { $0.name }).otherwise(.string(Experiment.Maps.standard.name)),
        "the method that brings a space into the plane")
    ])
  }

  static let tsne = MappingForm(keys: [
    Key(
      "perplexity", ValueForm.number(in: perplexities).otherwise(.number(Experiment.TSNE().perplexity)),
      "the effective number of neighbours of each point"),
    Key(
      "iterations", ValueForm.integer(1...Int(Int32.max)).otherwise(.integer(Experiment.TSNE().iterations)),
      "all iterations"),
    Key("rows", .integer(1...Int(Int32.max)), "the most rows that are mapped, by any method (default: all)"),
  ])
  static let perplexities = Interval.above(0)

  static let table = MappingForm(keys: [
    Key("caption", .text, "the caption of the LaTeX table"),
    Key(
      "label",
      ValueForm.text.adding(["pattern": .string("^[^\(wrongInLabels)\\r\\n]+$")]),
      "the name by which \\ref refers to the LaTeX table"),
  ])

  private static let wrongInLabels = Experiment.Table.wrongInLabels.replacing("\\", with: "\\\\")

  private static let seeds = ValueForm.any([
    .integer(1...ExperimentFile.mostSeeds),
    .list(of: .integer(0...Int.max), counting: 1...ExperimentFile.mostSeeds, distinct: true),
  ]).otherwise(5)

  private static func list(of words: [String]) -> ValueForm { .list(of: .words(words), distinct: true) }

  private static func texts(_ words: [String]) -> JSONValue { .array(words.map(JSONValue.string)) }
}
