<?php
// Gives the blog's addresses another form, as its owner does under Settings > Permalinks.
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
require __DIR__ . '/blog/wp-load.php';

$GLOBALS['wp_rewrite']->set_permalink_structure($argv[1] ?? '');
flush_rewrite_rules(false);
