/// The files of the page that lie in `Parts/`; the build makes them a part of the program.
enum PageParts {
  static var template: String { text(PackageResources.page_mustache) }
  static var style: String { text(PackageResources.report_css) }
  static var raterTemplate: String { text(PackageResources.rater_mustache) }
  static var raterStyle: String { style + "\n" + text(PackageResources.rater_css) }

  /// The scripts, each after those that it uses.
  static var script: String {
    [
      PackageResources.theme_js, PackageResources.table_js, PackageResources.figures_js, PackageResources.data_js,
      PackageResources.thumbnails_js, PackageResources.colours_js, PackageResources.grid_js, PackageResources.view_js,
      PackageResources.painter_js, PackageResources.selection_js, PackageResources.gestures_js,
      PackageResources.tooltip_js, PackageResources.legend_js, PackageResources.geometry_js,
      PackageResources.elements_js, PackageResources.names_js, PackageResources.pane_js, PackageResources.list_js,
      PackageResources.chosen_js, PackageResources.search_js, PackageResources.explorer_js,
      PackageResources.contents_js, PackageResources.glosses_js,
    ].map(text).joined(separator: "\n")
  }

  /// The scripts of the page for raters.
  static var raterScript: String {
    [
      PackageResources.theme_js, PackageResources.data_js, PackageResources.thumbnails_js, PackageResources.rater_js,
    ].map(text).joined(separator: "\n")
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
